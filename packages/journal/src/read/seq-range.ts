/** Consecutive seqs, both ends included. */
export type SeqRange = Readonly<{ from: number; to: number }>

/** Returns what of a range no other range covers, in order. */
export const subtractRanges = (range: SeqRange, covers: readonly SeqRange[]): readonly SeqRange[] =>
  covers.reduce<readonly SeqRange[]>(
    (rest, cover) =>
      rest.flatMap((part) => {
        if (cover.to < part.from || cover.from > part.to) return [part]
        return [
          { from: part.from, to: cover.from - 1 },
          { from: cover.to + 1, to: part.to },
        ].filter(({ from, to }) => from <= to)
      }),
    [range],
  )
