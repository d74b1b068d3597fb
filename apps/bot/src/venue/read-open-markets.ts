import type { MarketFacts } from '@bot/core'
import type { PolymarketReads, RejectedMarket } from '@bot/polymarket'

/** Open markets as Gamma lists them, whole events at a time, the most liquid first. */
export type OpenMarkets = Readonly<{
  markets: readonly MarketFacts[]
  rejected: readonly RejectedMarket[]
}>

/** Pages of 100 events that are read at most. */
const MOST_PAGES = 20

/** Reads the listing of open events with all their markets. */
export const readOpenMarkets = async (
  reads: PolymarketReads,
  signal: AbortSignal,
): Promise<OpenMarkets> => {
  const markets: MarketFacts[] = []
  const rejected: RejectedMarket[] = []
  let cursor: string | undefined
  for (let page = 0; page < MOST_PAGES; page++) {
    const filters = { closed: false, order: 'liquidity', ascending: false }
    const read = await reads.gamma.events(
      { filters, ...(cursor === undefined ? {} : { cursor }) },
      signal,
    )
    for (const event of read.items) {
      markets.push(...event.markets)
      rejected.push(...event.rejected)
    }
    cursor = read.next
    if (cursor === undefined) break
  }
  return { markets, rejected }
}
