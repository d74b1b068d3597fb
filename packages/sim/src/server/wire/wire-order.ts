import { formatPrice, formatSize, type TimeInForce } from '@bot/core'
import type { SimMarket } from '../../exchange/sim-market.js'
import type { SimOrder, SimOrderStatus } from '../../exchange/sim-order.js'
import type { WireNames } from './wire-names.js'

/** The venue's word for a time in force. */
export const orderTypeOf = (tif: TimeInForce): string => tif.toUpperCase()

const STATUS: Readonly<Record<SimOrderStatus, string>> = {
  live: 'LIVE',
  matched: 'MATCHED',
  unmatched: 'UNMATCHED',
  cancelled: 'CANCELED',
  expired: 'CANCELED',
}

/** The venue's word for an order's status; one that its market's end cancelled, or that a delay holds, says so. */
export const orderStatusOf = (order: SimOrder, market: SimMarket): string => {
  if (order.delayedUntil !== undefined) return 'DELAYED'
  return order.status === 'cancelled' && market.status === 'resolved'
    ? 'CANCELED_MARKET_RESOLVED'
    : STATUS[order.status]
}

/** Writes Unix milliseconds as whole seconds. */
export const secondsOf = (at: number): number => Math.floor(at / 1000)

/** Renders an order as `GET /data/order/{id}` and `/data/orders` do. */
export const wireOrder = (names: WireNames, market: SimMarket, order: SimOrder): object => ({
  ...orderFields(names, market, order),
  status: orderStatusOf(order, market),
  created_at: secondsOf(order.createdAt),
  expiration: expirationOf(order),
})

/** The fields that REST and the user stream share. */
export const orderFields = (names: WireNames, market: SimMarket, order: SimOrder): object => ({
  id: names.orderIdOf(order.id),
  owner: names.orderKeyOf(order.id, order.owner),
  maker_address: names.addressOf(order.owner),
  market: order.market,
  asset_id: order.token,
  side: order.side.toUpperCase(),
  original_size: formatSize(order.shares),
  size_matched: formatSize(order.filled),
  price: formatPrice(order.limit),
  associate_trades: order.trades,
  outcome: order.token === market.tokens[0] ? market.outcomes[0] : market.outcomes[1],
  order_type: orderTypeOf(order.tif),
})

/** Unix seconds as text, `0` for none. */
export const expirationOf = (order: SimOrder): string =>
  order.expiresAt === undefined ? '0' : String(secondsOf(order.expiresAt))
