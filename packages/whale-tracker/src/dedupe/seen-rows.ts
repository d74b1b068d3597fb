import type { WalletActivity } from '@bot/core'

/** Recognises a row that came before, across overlapping pages. */
export type SeenRows = Readonly<{
  /** Returns whether the row is new, and remembers it. */
  isNew: (row: WalletActivity) => boolean
  size: () => number
}>

/**
 * Remembers the newest rows, between `capacity` and twice as many.
 *
 * Two rows are the same when every field agrees; two equal fills of one transaction cannot be told from a repeated
 * row, and count once.
 */
export const createSeenRows = (capacity: number): SeenRows => {
  let newer = new Set<string>()
  let older = new Set<string>()
  return {
    isNew: (row) => {
      const key = rowKey(row)
      if (newer.has(key) || older.has(key)) return false
      newer.add(key)
      if (newer.size >= capacity) {
        older = newer
        newer = new Set()
      }
      return true
    },
    size: () => newer.size + older.size,
  }
}

const rowKey = (row: WalletActivity): string =>
  [
    row.transaction ?? '',
    row.kind,
    row.wallet,
    row.at,
    row.market,
    row.token ?? row.outcome ?? row.outcomeIndex ?? '',
    row.side ?? '',
    row.exchanged.size,
    row.exchanged.notional,
  ].join('|')
