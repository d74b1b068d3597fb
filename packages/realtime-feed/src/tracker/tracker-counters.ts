/** What a tracker has seen so far. Counts only grow. */
export type TrackerCounters = Readonly<{
  /** Whole books that were applied, from sockets and from REST. */
  snapshots: number
  /** Per-token change messages that were applied. */
  deltas: number
  /** Of those, the ones that changed no level. */
  unchanged: number
  /** Proofs that an unchanged book is current. */
  proven: number
  trades: number
  tickChanges: number
  resolutions: number
  executions: number
  /** New markets and texts: they make no event. */
  announcements: number
  /** Messages that had been seen before, word for word. */
  duplicates: number
  /** Messages whose venue time lay before the book's. */
  backwards: number
  /** Messages after which the venue's best prices were not those of our book. */
  bestMismatches: number
  /** Silences of a market longer than the gap limit that ended, and their whole seconds. */
  gaps: number
  gapSeconds: number
  /** Parts that took no effect, by reason. */
  dropped: Readonly<Record<string, number>>
}>

/** The counters as the tracker holds them. */
export type MutableCounters = {
  -readonly [K in keyof Omit<TrackerCounters, 'dropped'>]: number
} & { dropped: Record<string, number> }

/** Makes counters that stand at zero. */
export const createCounters = (): MutableCounters => ({
  snapshots: 0,
  deltas: 0,
  unchanged: 0,
  proven: 0,
  trades: 0,
  tickChanges: 0,
  resolutions: 0,
  executions: 0,
  announcements: 0,
  duplicates: 0,
  backwards: 0,
  bestMismatches: 0,
  gaps: 0,
  gapSeconds: 0,
  dropped: {},
})

/** Counts one dropped part. */
export const countDropped = (counters: MutableCounters, reason: string): void => {
  counters.dropped[reason] = (counters.dropped[reason] ?? 0) + 1
}
