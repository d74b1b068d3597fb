import {
  type Leg,
  type OrderIntent,
  type OrderRef,
  type Price,
  type Size,
  type TokenId,
  walkBook,
} from '@bot/core'
import type { MarketTerms } from '../policy/market-terms.js'
import { takeLot } from '../policy/precision.js'

/** Builds the order of a leg: it takes what fits now, and belongs to the basket. */
export const legOrder = (
  basket: string,
  ref: OrderRef,
  of: Readonly<{ token: TokenId; market: Leg['market']; side: 'buy' | 'sell' }>,
  shares: Size,
  limit: Price,
): OrderIntent => ({
  ref,
  owner: basket,
  basket,
  token: of.token,
  market: of.market,
  side: of.side,
  shares,
  limit,
  tif: 'fak',
  postOnly: false,
})

/**
 * Returns the worst price, no worse than the leg's limit, at which the whole leg can be taken now with amounts that
 * the venue's precision allows; says what is in the way otherwise.
 */
export const legPrice = (
  { book, tick, fee }: MarketTerms,
  { side, shares, limit }: Leg,
): Price | 'depth-gone' | 'leg-precision' => {
  const { size, worstPrice } = walkBook(book, side, { shares, limit, fee })
  if (size < shares || worstPrice === undefined) return 'depth-gone'
  const step = side === 'buy' ? -tick : tick
  const end = (at: number): boolean => (side === 'buy' ? at >= worstPrice : at <= worstPrice)
  for (let at: number = limit; end(at); at += step) {
    if (shares % takeLot(side, at as Price) === 0) return at as Price
  }
  return 'leg-precision'
}
