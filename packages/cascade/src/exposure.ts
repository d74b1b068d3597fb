import {
  type MarketId,
  notional,
  PRICE_ONE,
  type Price,
  type Signal,
  type Size,
  USD_ONE,
  type View,
} from '@bot/core'

/** Dollars at stake by event, and what more a signal would put there. */
export type Exposure = Readonly<{
  of: (signal: Signal) => number
  add: (signal: Signal) => void
  costOf: (signal: Signal) => number
}>

/**
 * Adds up what depends on each event: the cost of what is held, what open buys may still take, and the signals
 * chosen so far. A market without an event is an event of its own.
 */
export const createExposure = (view: View, assumedPositionUsd: number): Exposure => {
  const byEvent = new Map<string, number>()
  const eventOf = (market: MarketId): string => view.market(market)?.event ?? market
  const put = (market: MarketId, dollars: number): void => {
    const event = eventOf(market)
    byEvent.set(event, (byEvent.get(event) ?? 0) + dollars)
  }
  for (const position of view.ledger.positions.values()) put(position.market, position.cost)
  for (const { intent, filled } of view.orders) {
    if (intent.side === 'sell') continue
    const left = Math.max(0, intent.shares - filled.size) as Size
    put(intent.market, notional(left, intent.limit, 'up'))
  }
  const costOf = (signal: Signal): number => {
    if (signal.basket !== undefined) return signal.basket.maxCost
    const assumed = assumedPositionUsd * USD_ONE
    if (signal.wanted === 'max') return assumed
    const at = signal.side === 'buy' ? signal.limit : ((PRICE_ONE - signal.limit) as Price)
    return Math.min(assumed, notional(signal.wanted, at, 'up'))
  }
  return {
    of: ({ market }) => byEvent.get(eventOf(market)) ?? 0,
    add: (signal) => put(signal.market, costOf(signal)),
    costOf,
  }
}
