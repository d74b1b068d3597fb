import {
  type BookSide,
  complement,
  type Ladder,
  ladderOf,
  type OrderBook,
  type Price,
  sizeAt,
} from '@bot/core'
import type { PaperWire } from './paper-order.js'
import { marketOfToken, type PaperState, type TakenLevel } from './paper-state.js'

/** A level that an order may take: its price and the shares that paper has not taken yet. */
export type FreeLevel = Readonly<{ price: Price; shares: number; place: LevelPlace }>

/** Where a level is, in the terms of the market's first outcome: both tokens show the same shares. */
export type LevelPlace = Pick<TakenLevel, 'token' | 'side' | 'price'>

/** Lists the levels that an order crosses, best first, less what paper orders took from them before. */
export const crossedLevels = (
  state: PaperState,
  book: OrderBook,
  wire: PaperWire,
): readonly FreeLevel[] => {
  const side: BookSide = wire.side === 'buy' ? 'ask' : 'bid'
  const ladder: Ladder = ladderOf(book, side)
  const levels: FreeLevel[] = []
  for (let i = ladder.prices.length - 1; i >= 0; i--) {
    const price = ladder.prices[i] as Price
    if (wire.side === 'buy' ? price > wire.limit : price < wire.limit) break
    const place = placeOf(state, wire.token, side, price)
    const shares = (ladder.sizes[i] ?? 0) - takenFrom(state, place)
    levels.push({ price, shares: Math.max(0, shares), place })
  }
  return levels
}

const takenFrom = (state: PaperState, place: LevelPlace): number => {
  const taken = state.taken.get(keyOf(place))
  if (taken === undefined) return 0
  const isRenewed = state.replenishMs !== undefined && state.now - taken.at >= state.replenishMs
  if (isRenewed) state.taken.delete(keyOf(place))
  return isRenewed ? 0 : taken.shares
}

/** Remembers that paper took shares from a level. */
export const takeFrom = (state: PaperState, { place }: FreeLevel, shares: number): void => {
  const before = state.taken.get(keyOf(place))?.shares ?? 0
  state.taken.set(keyOf(place), { ...place, shares: before + shares, at: state.now })
}

/**
 * After a book changed: what paper took from a level can be no more than what it shows now, and is forgotten once the
 * level is gone. Shares that are added to it are new.
 */
export const reviewTaken = (state: PaperState, book: OrderBook): void => {
  if (state.taken.size === 0) return
  const { token: first } = placeOf(state, book.token, 'bid', 0 as Price)
  const isFirst = first === book.token
  for (const [key, taken] of state.taken) {
    if (taken.token !== first) continue
    const shown = isFirst
      ? sizeAt(book, taken.side, taken.price)
      : sizeAt(book, otherSide(taken.side), complement(taken.price))
    taken.shares = Math.min(taken.shares, shown)
    if (taken.shares === 0) state.taken.delete(key)
  }
}

const placeOf = (
  state: PaperState,
  token: PaperWire['token'],
  side: BookSide,
  price: Price,
): LevelPlace => {
  const tokens = marketOfToken(state, token)?.tokens ?? []
  const [first] = tokens
  return first === undefined || tokens.length !== 2 || first === token
    ? { token, side, price }
    : { token: first, side: otherSide(side), price: complement(price) }
}

const otherSide = (side: BookSide): BookSide => (side === 'bid' ? 'ask' : 'bid')

const keyOf = ({ token, side, price }: LevelPlace): string => `${token} ${side} ${price}`
