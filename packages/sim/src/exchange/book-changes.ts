import { type BookSide, complement, type Price, SIZE_ONE, type Size } from '@bot/core'
import type { ViewChange } from './exchange-event.js'
import type { ExchangeState, MarketState } from './exchange-state.js'
import { nextPrice, type PriceQueues, totalAt } from './price-queues.js'

/** The levels that one action touched, in YES terms; an ask's price is stored with 16,384 added. */
export type TouchedLevels = number[]

const ASK = 1 << 14

/** Remembers that a level changed; each level once. */
export const touchLevel = (touched: TouchedLevels, side: BookSide, price: number): void => {
  const key = side === 'bid' ? price : price + ASK
  if (touched[touched.length - 1] !== key && !touched.includes(key)) touched.push(key)
}

/** Stamps the market and tells both tokens' new levels: a bid for YES at p is an offer of NO at 1 − p. */
export const publishChanges = (
  state: ExchangeState,
  market: MarketState,
  touched: TouchedLevels,
): void => {
  if (touched.length === 0) return
  market.changedAt = state.now
  if (state.heard()) tellChanges(state, market, touched)
  state.moved.add(market)
}

const tellChanges = (state: ExchangeState, market: MarketState, touched: TouchedLevels): void => {
  const [yes, no] = market.shown.tokens
  const changes: ViewChange[] = []
  const untold = findUntold(state, market, touched)
  for (const key of touched) {
    const isAsk = key >= ASK
    const price = (isAsk ? key - ASK : key) as Price
    const actual = totalAt(isAsk ? market.asks : market.bids, price)
    if (key === untold?.key && untold.told === 'not') continue
    const size = (key === untold?.key ? wrongSize(actual) : actual) as Size
    changes.push({ token: yes, side: isAsk ? 'ask' : 'bid', price, size })
    changes.push({ token: no, side: isAsk ? 'bid' : 'ask', price: complement(price), size })
  }
  if (changes.length === 0) return
  state.emit({ type: 'book-changed', market: market.shown.id, at: state.now, changes })
}

/** The level that the `missing-level` fault keeps back, or gets wrong. */
const findUntold = (
  state: ExchangeState,
  market: MarketState,
  touched: TouchedLevels,
): { key: number; told: 'not' | 'wrong' } | undefined => {
  if (state.faults.isEmpty()) return undefined
  const [key = 0] = touched
  const occasion = { now: state.now, key: `${state.now}:${key}`, market: market.shown.id }
  const fault = state.faults.take('missing-level', occasion)
  return fault === undefined ? undefined : { key, told: fault.told ?? 'not' }
}

const wrongSize = (actual: number): number => (actual === 0 ? SIZE_ONE : Math.ceil(actual / 2))

/** Returns a side's prices and sizes in YES terms, best first. */
export const levelsOfSide = (side: PriceQueues): { price: Price; size: Size }[] => {
  const levels: { price: Price; size: Size }[] = []
  for (let at = side.best; at >= 0; at = nextPrice(side, at)) {
    levels.push({ price: at as Price, size: totalAt(side, at) as Size })
  }
  return levels
}
