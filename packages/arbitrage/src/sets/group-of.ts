import type { MarketFacts } from '@bot/core'

/** Returns the negRisk group a market is in; `undefined` when it is in none or that is unknown. */
export const groupOf = (market: MarketFacts): string | undefined =>
  typeof market.negRisk === 'object' ? market.negRisk.group : undefined
