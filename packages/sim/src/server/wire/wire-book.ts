import { type BookReading, formatPrice, formatSize, type Level, type Price } from '@bot/core'
import type { SimExchange } from '../../exchange/exchange.js'
import type { SimMarket } from '../../exchange/sim-market.js'
import { bookHash, type HashedBook, type WireLevel } from './book-hash.js'

/** A book as `GET /book` answers it. */
export type WireBook = HashedBook & Readonly<{ hash: string }>

/** Reads a token's book in the venue's shape; `undefined` when the market has none. */
export const wireBook = (
  exchange: SimExchange,
  market: SimMarket,
  token: string,
): WireBook | undefined => {
  const reading = exchange.book(market.tokens[0] === token ? market.tokens[0] : market.tokens[1])
  return reading === undefined ? undefined : withHash(renderBook(market, reading))
}

/** Renders the book of a market whose levels are all gone, as after its resolution. */
export const emptyBook = (market: SimMarket, token: string, at: number): WireBook =>
  withHash({
    ...frameOf(market, token, String(at)),
    bids: [],
    asks: [],
    ...termsOf(market, undefined),
  })

/** Best prices of a token as text: `0` and `1` where a side is empty. */
export const bestPrices = (book: HashedBook): Readonly<{ bid: string; ask: string }> => ({
  bid: book.bids.at(-1)?.price ?? '0',
  ask: book.asks.at(-1)?.price ?? '1',
})

const renderBook = (market: SimMarket, reading: BookReading): HashedBook => ({
  ...frameOf(market, reading.token, String(reading.venueAt)),
  // Both sides end with the best level: bids ascend, asks descend.
  bids: levels(reading.bids),
  asks: levels(reading.asks),
  ...termsOf(market, reading.lastTradePrice),
})

const frameOf = (
  market: SimMarket,
  token: string,
  timestamp: string,
): Pick<HashedBook, 'market' | 'asset_id' | 'timestamp'> => ({
  market: market.id,
  asset_id: token,
  timestamp,
})

const termsOf = (
  market: SimMarket,
  lastTradePrice: Price | undefined,
): Pick<HashedBook, 'min_order_size' | 'tick_size' | 'neg_risk' | 'last_trade_price'> => ({
  min_order_size: formatSize(market.minimumSize),
  tick_size: formatPrice(market.tick),
  neg_risk: market.event?.negRisk !== undefined,
  last_trade_price: lastTradePrice === undefined ? '' : formatPrice(lastTradePrice),
})

const levels = (best: readonly Level[]): readonly WireLevel[] =>
  best.map((level) => ({ price: formatPrice(level.price), size: formatSize(level.size) })).reverse()

const withHash = (book: HashedBook): WireBook => {
  const { market, asset_id, timestamp, ...rest } = book
  return { market, asset_id, timestamp, hash: bookHash(book), ...rest }
}
