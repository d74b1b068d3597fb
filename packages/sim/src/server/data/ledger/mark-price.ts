import { PRICE_ONE, USD_ONE } from '@bot/core'
import type { SimExchange } from '../../../exchange/exchange.js'
import type { SimMarket } from '../../../exchange/sim-market.js'

/** The middle of a token's book in dollars, its payout once resolved, or half a dollar where nothing is known. */
export const markPrice = (
  exchange: Pick<SimExchange, 'book'>,
  market: SimMarket,
  index: 0 | 1,
): number => {
  if (market.payouts !== undefined) return market.payouts[index] / USD_ONE
  const book = exchange.book(market.tokens[index])
  const bid = book?.bids[0]?.price
  const ask = book?.asks[0]?.price
  if (bid !== undefined && ask !== undefined) return (bid + ask) / 2 / PRICE_ONE
  return (bid ?? ask ?? PRICE_ONE / 2) / PRICE_ONE
}
