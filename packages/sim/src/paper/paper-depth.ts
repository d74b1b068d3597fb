import {
  type BookSide,
  type Ladder,
  ladderOf,
  type MarketFacts,
  type OrderBook,
  PRICE_ONE,
  type Price,
} from '@bot/core'
import type { PaperWire } from './paper-order.js'
import { marketOfToken, type PaperState } from './paper-state.js'

/** A level that an order may take: its price and the shares that paper has not taken yet. */
export type FreeLevel = Readonly<{ price: Price; shares: number; key: string; size: number }>

/**
 * Lists the levels that an order crosses, best first, less what paper orders took from them before.
 *
 * A level that was taken from counts as renewed only when its size differs from what it was then.
 */
export const crossedLevels = (
  state: PaperState,
  book: OrderBook,
  wire: PaperWire,
): readonly FreeLevel[] => {
  const side: BookSide = wire.side === 'buy' ? 'ask' : 'bid'
  const ladder: Ladder = ladderOf(book, side)
  const market = marketOfToken(state, wire.token)
  const levels: FreeLevel[] = []
  for (let i = ladder.prices.length - 1; i >= 0; i--) {
    const price = ladder.prices[i] as Price
    if (wire.side === 'buy' ? price > wire.limit : price < wire.limit) break
    const size = ladder.sizes[i] ?? 0
    const key = levelKey(market, wire.token, side, price)
    const taken = state.taken.get(key)
    if (taken !== undefined && taken.seen !== size) state.taken.delete(key)
    const gone = taken?.seen === size ? taken.shares : 0
    levels.push({ price, shares: Math.max(0, size - gone), key, size })
  }
  return levels
}

/** Remembers that paper took shares from a level. */
export const takeFrom = (state: PaperState, level: FreeLevel, shares: number): void => {
  state.taken.set(level.key, { shares: level.size - level.shares + shares, seen: level.size })
}

/** Names a level in the terms of the first outcome: both tokens of a market show the same shares. */
const levelKey = (
  market: MarketFacts | undefined,
  token: PaperWire['token'],
  side: BookSide,
  price: Price,
): string => {
  if (market?.tokens.length !== 2 || market.tokens[1] !== token) return `${token} ${side} ${price}`
  const mirrored = side === 'bid' ? 'ask' : 'bid'
  return `${market.tokens[0]} ${mirrored} ${PRICE_ONE - price}`
}
