import type { BookReading, TimeMs } from '@bot/core'
import type { ExchangeEvent } from './exchange-event.js'
import type { SimMarket } from './sim-market.js'
import type { PlaceResult, SimAction, SimOrder, SimTrade } from './sim-order.js'

const later = (at: TimeMs, byMs: number): TimeMs => (at + byMs) as TimeMs

/** Shifts the time that a trade states. */
export const restampTrade = (trade: SimTrade, byMs: number): SimTrade =>
  byMs === 0
    ? trade
    : { ...trade, at: later(trade.at, byMs), updatedAt: later(trade.updatedAt, byMs) }

/** Shifts the times that an order states; its expiry is the sender's, and stays. */
export const restampOrder = (order: SimOrder, byMs: number): SimOrder =>
  byMs === 0
    ? order
    : {
        ...order,
        createdAt: later(order.createdAt, byMs),
        ...(order.delayedUntil === undefined
          ? {}
          : { delayedUntil: later(order.delayedUntil, byMs) }),
      }

/** Shifts the time that the trade of a placed order states. */
export const restampResult = (result: PlaceResult, byMs: number): PlaceResult =>
  byMs === 0 ? result : { ...result, fills: result.fills.map((trade) => restampTrade(trade, byMs)) }

/** Shifts the time that an action states. */
export const restampAction = (action: SimAction, byMs: number): SimAction =>
  byMs === 0 ? action : { ...action, at: later(action.at, byMs) }

/** Shifts the time that a book states. */
export const restampBook = (book: BookReading, byMs: number): BookReading =>
  byMs === 0 ? book : { ...book, venueAt: later(book.venueAt, byMs) }

/** Shifts the times at which things happened to a market; what was agreed on, such as its end, stays. */
export const restampMarket = (market: SimMarket, byMs: number): SimMarket => {
  if (byMs === 0) return market
  const { createdAt, proposedAt, reportedAt, resolvedAt } = market
  return {
    ...market,
    createdAt: later(createdAt, byMs),
    ...(proposedAt === undefined ? {} : { proposedAt: later(proposedAt, byMs) }),
    ...(reportedAt === undefined ? {} : { reportedAt: later(reportedAt, byMs) }),
    ...(resolvedAt === undefined ? {} : { resolvedAt: later(resolvedAt, byMs) }),
  }
}

/** Shifts the times that an event states. */
export const restampEvent = (event: ExchangeEvent, byMs: number): ExchangeEvent => {
  if (byMs === 0) return event
  const at = later(event.at, byMs)
  switch (event.type) {
    case 'trade':
    case 'trade-status':
      return { ...event, at, trade: restampTrade(event.trade, byMs) }
    case 'order':
      return { ...event, at, order: restampOrder(event.order, byMs) }
    case 'delay-ended':
      return {
        ...event,
        at,
        order: restampOrder(event.order, byMs),
        result: restampResult(event.result, byMs),
      }
    case 'market-created':
    case 'market-updated':
    case 'market-resolved':
    case 'market-forgotten':
      return { ...event, at, market: restampMarket(event.market, byMs) }
    default:
      return { ...event, at }
  }
}
