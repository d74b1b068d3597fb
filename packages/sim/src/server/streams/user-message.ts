import type { SimMarket } from '../../exchange/sim-market.js'
import type { SimOrder, SimTrade } from '../../exchange/sim-order.js'
import type { ServerContext } from '../server-context.js'
import type { WireNames } from '../wire/wire-names.js'
import { expirationOf, orderFields, orderStatusOf, secondsOf } from '../wire/wire-order.js'
import { wireTrade } from '../wire/wire-trade.js'

const TYPES = {
  placement: 'PLACEMENT',
  update: 'UPDATE',
  cancellation: 'CANCELLATION',
} as const

/** Tells an owner of an order. `status` overrides the order's own, as for a killed one. */
export const userOrderMessage = (
  names: WireNames,
  market: SimMarket,
  event: Readonly<{ at: number; change: keyof typeof TYPES; order: SimOrder; status?: string }>,
): object => {
  const { order } = event
  return {
    event_type: 'order',
    type: TYPES[event.change],
    ...orderFields(names, market, order),
    associate_trades: order.trades.length === 0 ? null : order.trades,
    order_owner: names.orderKeyOf(order.id, order.owner),
    created_at: String(secondsOf(order.createdAt)),
    expiration: expirationOf(order),
    status: event.status ?? orderStatusOf(order, market),
    timestamp: String(event.at),
  }
}

/** Tells one party of a trade, or of its new status. */
export const userTradeMessage = (
  { names, rules }: ServerContext,
  market: SimMarket,
  trade: SimTrade,
  viewer: string,
  at: number,
): object => {
  const rest = wireTrade(names, market, trade, [viewer]) as Readonly<Record<string, unknown>>
  const { match_time, ...fields } = rest
  return {
    event_type: 'trade',
    type: 'TRADE',
    ...fields,
    [rules.matchTimeKey]: match_time,
    trade_owner: names.orderKeyOf(trade.taker.order, trade.taker.owner),
    timestamp: String(at),
  }
}

/** Everyone who has a part in a trade, each once. */
export const partiesOf = (trade: SimTrade): readonly string[] => [
  ...new Set([trade.taker.owner, ...trade.makers.map((maker) => maker.owner)]),
]
