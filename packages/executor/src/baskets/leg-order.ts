import type { Leg, OrderIntent, OrderRef, Price, Size } from '@bot/core'
import { takeLot } from '../policy/precision.js'

/** How long a leg may rest that no market order can carry, in milliseconds of event time. */
export const LEG_REST_MS = 1_000

/**
 * Builds the order of a leg: it belongs to the basket and takes what fits now (FAK), or all or nothing (FOK) where
 * either part of a half-filled order would be less than the `least` that the venue lets anyone trade.
 *
 * Amounts finer than a market order may have go out as a limit order, which is cancelled after a moment.
 */
export const legOrder = (
  basket: string,
  ref: OrderRef,
  of: Pick<Leg, 'token' | 'market' | 'side'>,
  order: Readonly<{ shares: Size; limit: Price; least: number }>,
): OrderIntent => ({
  ref,
  owner: basket,
  basket,
  token: of.token,
  market: of.market,
  side: of.side,
  shares: order.shares,
  limit: order.limit,
  tif: tifOf(of.side, order),
  postOnly: false,
})

const tifOf = (
  side: Leg['side'],
  { shares, limit, least }: Readonly<{ shares: Size; limit: Price; least: number }>,
): OrderIntent['tif'] => {
  if (shares % takeLot(side, limit) !== 0) return 'gtc'
  return shares < 2 * least ? 'fok' : 'fak'
}
