import { BotError, marketId, tokenId } from '@bot/core'
import type { SimExchange } from '../exchange/exchange.js'
import type { SimMarket } from '../exchange/sim-market.js'

/**
 * Finds a market by what a script may know of it: condition id, token, number or slug.
 *
 * @throws BotError `invalid-argument` when there is none
 */
export const findMarket = (exchange: SimExchange, named: string): SimMarket => {
  const found =
    exchange.market(marketId(named)) ??
    exchange.marketOf(tokenId(named)) ??
    exchange.markets().find((market) => market.slug === named || market.number === named)
  if (found !== undefined) return found
  throw new BotError(
    'invalid-argument',
    `Expected a condition id, token, number or slug of a market, was "${named}"`,
    { market: named },
  )
}
