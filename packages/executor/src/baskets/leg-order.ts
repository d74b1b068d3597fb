import type { Leg, OrderIntent, OrderRef, Price, Size } from '@bot/core'
import { takeLot } from '../policy/precision.js'

/** How long a leg may rest that no market order can carry, in milliseconds of event time. */
export const LEG_REST_MS = 1_000

/**
 * Builds the order of a leg: it belongs to the basket and takes what fits now.
 *
 * Amounts finer than a market order may have go out as a limit order, which is cancelled after a moment.
 */
export const legOrder = (
  basket: string,
  ref: OrderRef,
  of: Pick<Leg, 'token' | 'market' | 'side'>,
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
  tif: shares % takeLot(of.side, limit) === 0 ? 'fak' : 'gtc',
  postOnly: false,
})
