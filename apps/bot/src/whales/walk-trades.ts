import { type TimeMs, timeMs, type WalletActivity } from '@bot/core'
import type { DataReads } from '@bot/polymarket'

/** Rows of one look, whatever order they came in; what could not be read is counted by reason. */
export type ReadRows = Readonly<{
  rows: readonly WalletActivity[]
  refused: Readonly<Record<string, number>>
}>

/** What a walk over the newest trades brought. */
export type TradeWalk = ReadRows &
  Readonly<{
    /** False when trades came faster than we read: some between this walk and the last are missing. */
    isWhole: boolean
  }>

const PAGE = 1_000
/** Pages read at most in one walk. */
const MOST_PAGES = 10
/** Trades are told out of order and late: a walk goes this far behind the newest trade of the last one. */
const OVERLAP_MS = 120_000

/**
 * Makes a walk over all new trades of all markets. It ends at times, not at the first known row: while new trades arrive,
 * pages repeat rows of the page before.
 *
 * `since` is the newest trade known already, from an earlier run.
 */
export const createTradeWalk = (
  data: Pick<DataReads, 'tradesByCursor'>,
  since: TimeMs | undefined,
): ((signal: AbortSignal) => Promise<TradeWalk>) => {
  let newest = since
  return async (signal) => {
    const until = newest === undefined ? undefined : newest - OVERLAP_MS
    const rows: WalletActivity[] = []
    const refused: Record<string, number> = {}
    let cursor: string | undefined
    let isWhole = false
    for (let page = 0; page < MOST_PAGES && !isWhole; page++) {
      const query = { limit: PAGE, ...(cursor === undefined ? {} : { cursor }) }
      const { items, next, rejected } = await data.tradesByCursor(query, signal)
      for (const row of items) rows.push(row)
      addCounts(refused, rejected)
      cursor = next
      isWhole = cursor === undefined || (until !== undefined && items.some(({ at }) => at < until))
    }
    // Without an earlier run there is nothing to reach back to.
    isWhole ||= until === undefined
    const last = rows.reduce((most, { at }) => Math.max(most, at), newest ?? 0)
    if (rows.length > 0) newest = timeMs(last)
    return { rows, refused, isWhole }
  }
}

/** Adds counts to those that are there. */
export const addCounts = (
  counts: Record<string, number>,
  more: Readonly<Record<string, number>>,
): void => {
  for (const [reason, count] of Object.entries(more)) counts[reason] = (counts[reason] ?? 0) + count
}
