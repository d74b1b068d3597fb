import { bench, describe } from 'vitest'
import { timeMs, tokenId } from '../brand.js'
import { createNaiveBook, fillNaive } from '../fixtures/naive-book.js'
import { price } from '../money/price.js'
import { size } from '../money/size.js'
import { createSeededRandom } from '../random/seeded-random.js'
import {
  applySnapshot,
  type BookSide,
  createOrderBook,
  type Level,
  setLevel,
} from './order-book.js'
import { bestAsk, bestBid } from './read-book.js'

const random = createSeededRandom('book-bench')
const levels = (from: number, step: number): Level[] =>
  Array.from({ length: 90 }, (_unused, index) => ({
    price: price(from + step * index),
    size: size(1 + Math.floor(random() * 1e9)),
  }))
const bids = levels(100, 50)
const asks = levels(9_600, -50)
/** As a real tape: most changes lie near the best, one in four removes a level. */
const changes = Array.from({ length: 10_000 }, () => {
  const side: BookSide = random() < 0.5 ? 'bid' : 'ask'
  const depth = Math.floor(random() ** 3 * 90) * 50
  return {
    side,
    price: price(side === 'bid' ? 4_550 - depth : 5_150 + depth),
    size: size(random() < 0.25 ? 0 : 1 + Math.floor(random() * 1e9)),
  }
})

describe('10,000 changes of a 180-level book, with the best of both sides after each', () => {
  bench('order book', () => {
    const book = createOrderBook(tokenId('t'))
    applySnapshot(book, { epoch: 1, bids, asks }, timeMs(1), timeMs(1))
    let sum = 0
    for (const change of changes) {
      setLevel(book, change.side, change.price, change.size)
      sum += (bestBid(book) ?? 0) + (bestAsk(book) ?? 0)
    }
    if (sum === 0) throw new Error('the book stayed empty')
  })

  bench('a map a side, sorted when asked', () => {
    const book = createNaiveBook()
    fillNaive(book, bids, asks)
    let sum = 0
    for (const change of changes) {
      book.set(change.side, change.price, change.size)
      sum += (book.levels('bid')[0]?.price ?? 0) + (book.levels('ask')[0]?.price ?? 0)
    }
    if (sum === 0) throw new Error('the book stayed empty')
  })
})
