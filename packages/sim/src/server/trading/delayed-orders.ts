import type { OrderId, Size } from '@bot/core'
import type { SimExchange } from '../../exchange/exchange.js'
import type { NewOrder, SimOrder } from '../../exchange/sim-order.js'
import type { ServerContext } from '../server-context.js'
import type { UserChannel } from '../streams/user-channel.js'
import { refusalText } from './refusal-text.js'

/** Marketable orders of markets that make takers wait. They cannot be cancelled while they do. */
export type DelayedOrders = Readonly<{
  /** Gives the order to the matcher after that many seconds of the server's clock. */
  hold: (order: NewOrder, seconds: number) => void
  has: (id: OrderId) => boolean
  /** Returns a waiting order as its owner may see it. */
  find: (id: OrderId) => SimOrder | undefined
  stop: () => void
}>

/** Makes an empty waiting room. */
export const createDelayedOrders = (context: ServerContext, user: UserChannel): DelayedOrders => {
  const waiting = new Map<OrderId, Readonly<{ shown: SimOrder; cancel: () => void }>>()
  const release = (order: NewOrder, shown: SimOrder): void => {
    waiting.delete(order.id)
    const result = context.exchange.place(order)
    if (result.outcome === 'live' || result.outcome === 'matched') return
    const text = refusalText(order, result, context.exchange.marketOf(order.token))
    user.killed({ ...shown, status: 'unmatched' }, text, context.exchange.now())
  }
  return {
    hold: (order, seconds) => {
      const shown = showWaiting(context.exchange, order)
      if (shown === undefined) return
      const cancel = context.clock.after(seconds * 1000, () => release(order, shown))
      waiting.set(order.id, { shown, cancel })
    },
    has: (id) => waiting.has(id),
    find: (id) => waiting.get(id)?.shown,
    stop: () => {
      for (const { cancel } of waiting.values()) cancel()
      waiting.clear()
    },
  }
}

/** Tells whether an order would match at once, by the best price of the other side. */
export const isMarketable = (exchange: SimExchange, order: NewOrder): boolean => {
  const book = exchange.book(order.token)
  if (book === undefined) return false
  const best = order.side === 'buy' ? book.asks[0]?.price : book.bids[0]?.price
  if (best === undefined) return false
  return order.side === 'buy' ? order.limit >= best : order.limit <= best
}

const showWaiting = (exchange: SimExchange, order: NewOrder): SimOrder | undefined => {
  const market = exchange.marketOf(order.token)
  if (market === undefined) return undefined
  const { maxNotional: _, ...rest } = order
  return {
    ...rest,
    market: market.id,
    createdAt: exchange.now(),
    filled: 0 as Size,
    status: 'live',
    trades: [],
  }
}
