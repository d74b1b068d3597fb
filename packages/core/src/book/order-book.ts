import type { TimeMs, TokenId } from '../brand.js'
import type { Price } from '../money/price.js'
import type { Size } from '../money/size.js'

/** The side of a book. */
export type BookSide = 'bid' | 'ask'
/** A resting price and how many shares rest there. */
export type Level = Readonly<{ price: Price; size: Size }>
/** One level's new absolute size; zero removes it. */
export type LevelChange = Readonly<{ side: BookSide; price: Price; size: Size }>

/**
 * Whether a book may be trusted: `live` (its subscription or poll is current), `stale` (it is not, the levels
 * are the last known), `empty` (no snapshot yet, or one was missed: the levels mean nothing).
 */
export type BookStatus = 'empty' | 'live' | 'stale'

/** One side as parallel columns, **best last**: bids ascend, asks descend. */
export type Ladder = Readonly<{ prices: readonly Price[]; sizes: readonly Size[] }>

/**
 * A token's book as readers see it.
 *
 * `epoch` is its generation: +1 at each snapshot after a (re)connect, a gap or a tick change. `changedAt` is the
 * venue's time of its last change. `provenAliveAt` is when a frame or a witness last proved it current.
 */
export type BookView = Readonly<{
  token: TokenId
  epoch: number
  changedAt: TimeMs
  provenAliveAt: TimeMs
  status: BookStatus
  bids: Ladder
  asks: Ladder
}>

type MutableLadder = { prices: Price[]; sizes: Size[] }
/** The book as its one owner holds it. */
export type OrderBook = {
  readonly token: TokenId
  epoch: number
  changedAt: TimeMs
  provenAliveAt: TimeMs
  status: BookStatus
  readonly bids: MutableLadder
  readonly asks: MutableLadder
}

/** Makes an empty book of epoch 0. */
export const createOrderBook = (token: TokenId): OrderBook => ({
  token,
  epoch: 0,
  changedAt: 0 as TimeMs,
  provenAliveAt: 0 as TimeMs,
  status: 'empty',
  bids: { prices: [], sizes: [] },
  asks: { prices: [], sizes: [] },
})

/**
 * Replaces the whole book. Levels may come in any order; a price that comes twice keeps its last size; zero sizes
 * are left out.
 */
export const applySnapshot = (
  book: OrderBook,
  snapshot: Readonly<{ epoch: number; bids: readonly Level[]; asks: readonly Level[] }>,
  venueAt: TimeMs,
  receivedAt: TimeMs,
): void => {
  book.epoch = snapshot.epoch
  book.status = 'live'
  replaceSide(book, 'bid', snapshot.bids)
  replaceSide(book, 'ask', snapshot.asks)
  book.changedAt = venueAt
  book.provenAliveAt = receivedAt
}

const replaceSide = (book: OrderBook, side: BookSide, levels: readonly Level[]): void => {
  const ladder = side === 'bid' ? book.bids : book.asks
  ladder.prices.length = 0
  ladder.sizes.length = 0
  for (const level of levels) setLevel(book, side, level.price, level.size)
}

/**
 * Sets one level to its new absolute size; zero removes it.
 *
 * Returns whether anything changed. Does not touch the times: the owner sets `changedAt` once a message.
 */
export const setLevel = (book: OrderBook, side: BookSide, at: Price, shares: Size): boolean => {
  const { prices, sizes } = side === 'bid' ? book.bids : book.asks
  const index = findLevel(prices, at, side)
  if (prices[index] === at) {
    if (shares === 0) {
      prices.splice(index, 1)
      sizes.splice(index, 1)
      return true
    }
    const changed = sizes[index] !== shares
    sizes[index] = shares
    return changed
  }
  if (shares === 0) return false
  if (index === prices.length) {
    prices.push(at)
    sizes.push(shares)
  } else {
    prices.splice(index, 0, at)
    sizes.splice(index, 0, shares)
  }
  return true
}

/** First index whose price is at or past `at`, towards the best, which is last. */
const findLevel = (prices: readonly Price[], at: Price, side: BookSide): number => {
  let low = 0
  let high = prices.length
  const ascending = side === 'bid'
  while (low < high) {
    const middle = (low + high) >>> 1
    const here = prices[middle] as Price
    if (ascending ? here < at : here > at) low = middle + 1
    else high = middle
  }
  return low
}
