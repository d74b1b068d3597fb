import { BotError, type ExecutionReport, type TimeMs } from '@bot/core'
import { readOwnTrade } from '../reports/read-own-trade.js'
import type { ExecutionContext } from './execution-context.js'
import { readPages } from './read-pages.js'

const PATH = '/data/trades'
const MOST_PAGES = 200
/** How far the venue's clock may be behind ours. */
const SKEW_SECONDS = 60

/**
 * Reads every trade of the account since a time, oldest first: what the user channel told nobody while it was down.
 *
 * A trade that was told already comes again with the same id. Trades of nobody's own orders are left out.
 *
 * @throws BotError what `readJson` throws, `unexpected-response` for a trade of ours that cannot be read, `no-data`
 * when there are more than can be read.
 */
export const recoverTrades = async (
  context: ExecutionContext,
  since: TimeMs,
): Promise<readonly ExecutionReport[]> => {
  const after = Math.max(0, Math.floor(since / 1000) - SKEW_SECONDS)
  const rows = await readPages(context.client, PATH, { after }, MOST_PAGES)
  return rows.toReversed().flatMap((row) => {
    const read = readOwnTrade(row, context.account, context.feeFor)
    if ('reports' in read) return read.reports
    if (read.rejected === 'not-our-trade') return []
    throw new BotError(
      'unexpected-response',
      `Expected a trade that can be read from ${PATH}, was ${read.rejected}; the venue may have changed`,
      { path: PATH, reason: read.rejected },
    )
  })
}
