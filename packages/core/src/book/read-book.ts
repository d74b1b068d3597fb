import type { TimeMs } from '../brand.js'
import { complement, type Price } from '../money/price.js'
import type { Size } from '../money/size.js'
import type { BookSide, BookView, Ladder, Level } from './order-book.js'

/** Returns the side's ladder, best last. */
export const ladderOf = (book: BookView, side: BookSide): Ladder =>
  side === 'bid' ? book.bids : book.asks

/** Returns the highest bid's price; `undefined` when no one bids. */
export const bestBid = (book: BookView): Price | undefined =>
  book.bids.prices[book.bids.prices.length - 1]

/** Returns the lowest ask's price; `undefined` when no one offers. */
export const bestAsk = (book: BookView): Price | undefined =>
  book.asks.prices[book.asks.prices.length - 1]

/** Returns the shares resting at one price. */
export const sizeAt = (book: BookView, side: BookSide, at: Price): Size => {
  const { prices, sizes } = ladderOf(book, side)
  const index = prices.indexOf(at)
  return (index < 0 ? 0 : sizes[index]) as Size
}

/** Returns a side's levels **best first**, at most `most` of them. */
export const levelsOf = (book: BookView, side: BookSide, most?: number): Level[] => {
  const { prices, sizes } = ladderOf(book, side)
  const levels: Level[] = []
  for (let i = prices.length - 1; i >= 0 && levels.length < (most ?? prices.length); i--) {
    levels.push({ price: prices[i] as Price, size: sizes[i] as Size })
  }
  return levels
}

/** Returns half-way between the best prices in 1/10,000 dollar, perhaps a half; `undefined` when one-sided. */
export const midOf = (book: BookView): number | undefined => {
  const bid = bestBid(book)
  const ask = bestAsk(book)
  return bid === undefined || ask === undefined ? undefined : (bid + ask) / 2
}

/** Tells whether the best bid is at or above the best ask, which a correct matcher never leaves. */
export const isCrossed = (book: BookView): boolean => {
  const bid = bestBid(book)
  const ask = bestAsk(book)
  return bid !== undefined && ask !== undefined && bid >= ask
}

/** Why a book may not be traded on. */
export type BookFault = 'missing-book' | 'stale-book' | 'crossed-book' | 'one-sided-book'

/**
 * Names the first reason not to trade on a book; `undefined` when there is none.
 *
 * Stale means: marked so by the feed, or not proven alive for longer than `maxAgeMs` before `now`.
 */
export const bookFault = (
  book: BookView | undefined,
  now: TimeMs,
  maxAgeMs: number,
): BookFault | undefined => {
  if (book === undefined || book.status === 'empty') return 'missing-book'
  if (book.status === 'stale' || now - book.provenAliveAt > maxAgeMs) return 'stale-book'
  if (isCrossed(book)) return 'crossed-book'
  if (bestBid(book) === undefined || bestAsk(book) === undefined) return 'one-sided-book'
  return undefined
}

/** Returns a side as the other outcome shows it: a bid at p is an ask at 1 − p, of the same size. */
export const mirrorLevels = (levels: readonly Level[]): Level[] =>
  levels.map(({ price, size }) => ({ price: complement(price), size }))

/** Tells whether two books of one market show the same instant: both live and last changed at one venue time. */
export const sameInstant = (a: BookView, b: BookView): boolean =>
  a.status === 'live' && b.status === 'live' && a.changedAt === b.changedAt
