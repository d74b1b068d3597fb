import {
  applySnapshot,
  createOrderBook,
  createSeededRandom,
  type OrderBook,
  type StreamUpdate,
  setLevel,
  timeMs,
  tokenId,
} from '@bot/core'
import { bench, describe } from 'vitest'
import { createMarketStreamProtocol } from './market-stream-protocol.js'

const MARKETS = 500
const FRAMES = 20_000
const random = createSeededRandom(7)
const below = (most: number): number => Math.floor(random() * most)
const cents = (value: number): string => String(value / 100)
const token = (market: number, outcome: number): string =>
  `${7e15 + market}${outcome}`.padEnd(77, '3')

const bookOf = (market: number, outcome: number) => ({
  event_type: 'book',
  market: `0x${String(market).padStart(64, '0')}`,
  asset_id: token(market, outcome),
  timestamp: '1766789469958',
  hash: 'bf32b3746fff40c76c98021b7f3f07261169dd26',
  bids: Array.from({ length: 20 }, (_, i) => ({ price: cents(20 + i), size: cents(below(1e6)) })),
  asks: Array.from({ length: 20 }, (_, i) => ({ price: cents(70 - i), size: cents(below(1e6)) })),
})

const changeOf = (market: number) => {
  const price = 20 + below(50)
  const size = cents(below(1e6))
  const buy = price < 45
  const entry = (outcome: number) => ({
    asset_id: token(market, outcome),
    price: cents(outcome === 0 ? price : 100 - price),
    size,
    side: buy === (outcome === 0) ? 'BUY' : 'SELL',
    hash: 'af32b3746fff40c76c98021b7f3f07261169dd27',
    best_bid: '0.44',
    best_ask: '0.46',
  })
  return {
    market: `0x${String(market).padStart(64, '0')}`,
    price_changes: [entry(0), entry(1)],
    timestamp: '1766789469958',
    event_type: 'price_change',
  }
}

const opening = Array.from({ length: MARKETS }, (_, m) =>
  JSON.stringify([bookOf(m, 0), bookOf(m, 1)]),
)
const frames = [
  ...opening,
  ...Array.from({ length: FRAMES }, () =>
    JSON.stringify(random() < 0.02 ? bookOf(below(MARKETS), 0) : changeOf(below(MARKETS))),
  ),
]
const protocol = createMarketStreamProtocol()
const at = timeMs(1_766_789_469_958)

const apply = (books: Map<string, OrderBook>, update: StreamUpdate): void => {
  if (update.kind === 'book') {
    const book = books.get(update.token) ?? createOrderBook(tokenId(update.token))
    applySnapshot(book, { epoch: 1, bids: update.bids, asks: update.asks }, update.venueAt, at)
    books.set(update.token, book)
  } else if (update.kind === 'changes') {
    for (const change of update.changes) {
      const book = books.get(change.token)
      if (book !== undefined) setLevel(book, change.side, change.price, change.size)
    }
  }
}

describe(`${frames.length} frames of ${MARKETS} markets`, () => {
  bench('JSON.parse alone', () => {
    for (const frame of frames) JSON.parse(frame)
  })
  bench('decode', () => {
    for (const frame of frames) protocol.decode(frame, at)
  })
  bench('decode and apply to books', () => {
    const books = new Map<string, OrderBook>()
    for (const frame of frames) {
      for (const update of protocol.decode(frame, at).updates) apply(books, update)
    }
  })
})
