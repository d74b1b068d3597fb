import { type BookSide, complement, type Price, type Size } from '@bot/core'
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
  if (!state.heard()) return
  const [yes, no] = market.shown.tokens
  const changes: ViewChange[] = []
  for (const key of touched) {
    const isAsk = key >= ASK
    const price = (isAsk ? key - ASK : key) as Price
    const size = totalAt(isAsk ? market.asks : market.bids, price) as Size
    changes.push({ token: yes, side: isAsk ? 'ask' : 'bid', price, size })
    changes.push({ token: no, side: isAsk ? 'bid' : 'ask', price: complement(price), size })
  }
  state.emit({ type: 'book-changed', market: market.shown.id, at: state.now, changes })
}

/** Returns a side's prices and sizes in YES terms, best first. */
export const levelsOfSide = (side: PriceQueues): { price: Price; size: Size }[] => {
  const levels: { price: Price; size: Size }[] = []
  for (let at = side.best; at >= 0; at = nextPrice(side, at)) {
    levels.push({ price: at as Price, size: totalAt(side, at) as Size })
  }
  return levels
}
