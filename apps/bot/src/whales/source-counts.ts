import type { TimeMs, WalletActivity } from '@bot/core'
import type { RowOutcome } from '@bot/whale-tracker'

/** Who told of a row: the stream, the pages of all trades, or those of one wallet's activity. */
export type RowSource = 'stream' | 'trades' | 'activity'

/** A row and who told of it. */
export type ToldRow = Readonly<{ source: RowSource; row: WalletActivity }>

/** Says who told of rows. */
export const toldBy = (source: RowSource, rows: readonly WalletActivity[]): readonly ToldRow[] =>
  rows.map((row) => ({ source, row }))

/** What one source told: rows that nobody had told before, and rows that another or itself had. */
export type SourceCount = Readonly<{
  first: number
  repeated: number
  /** Milliseconds from a trade to its first telling, the middle of the newest; absent without any. */
  lateMs?: number
}>

/** Counts which source told of each row first, and how late. */
export type SourceCounts = Readonly<{
  count: (told: readonly ToldRow[], outcomes: readonly RowOutcome[], now: TimeMs) => void
  of: (source: RowSource) => SourceCount
}>

const SAMPLES = 200

/** Makes counts. Rows from before `since` are history, and late for no one. */
export const createSourceCounts = (since: TimeMs): SourceCounts => {
  const counts = { stream: empty(), trades: empty(), activity: empty() }
  return {
    count: (told, outcomes, now) => {
      for (const [index, { source, row }] of told.entries()) {
        const each = counts[source]
        if (outcomes[index] === 'duplicate') each.repeated += 1
        if (outcomes[index] !== 'taken') continue
        each.first += 1
        if (row.at >= since) each.late.push(Math.max(0, now - row.at))
        if (each.late.length > 2 * SAMPLES) each.late = each.late.slice(-SAMPLES)
      }
    },
    of: (source) => {
      const { first, repeated, late } = counts[source]
      const middle = [...late].sort((a, b) => a - b)[Math.floor(late.length / 2)]
      return { first, repeated, ...(middle === undefined ? {} : { lateMs: middle }) }
    },
  }
}

const empty = (): { first: number; repeated: number; late: number[] } => ({
  ...{ first: 0, repeated: 0 },
  late: [],
})
