import { BotError } from '@bot/core'
import {
  createJsonReader,
  type JsonReader,
  type JsonReaderOptions,
} from './http/create-json-reader.js'
import {
  type KalshiEvent,
  parseKalshiEvent,
  type RejectedKalshi,
  tickerOf,
} from './parse-kalshi-event.js'
import { type KalshiMarket, parseKalshiMarket } from './parse-kalshi-market.js'
import { type KalshiOrderBook, parseKalshiOrderBook } from './parse-kalshi-order-book.js'

/** What the reads need and may be told. */
export type KalshiReadsOptions = Pick<JsonReaderOptions, 'fetch' | 'clock' | 'timeoutMs'> &
  Readonly<{
    /** Default `https://api.elections.kalshi.com/trade-api/v2`, which serves every category. */
    baseUrl?: string
  }>

/** Which page of a listing, and what is on it. */
export type KalshiQuery = Readonly<{
  /** The `next` of the page before. */
  cursor?: string
  /** Entries a page; Kalshi allows 200 events and 1,000 markets. */
  limit?: number
  status?: 'unopened' | 'open' | 'closed' | 'settled'
  seriesTicker?: string
}>

/** A page of a listing; what could not be read is named in `rejected`. */
export type KalshiPage<T> = Readonly<{
  items: readonly T[]
  rejected: readonly RejectedKalshi[]
  /** Ask for the next page with it; absent on the last. */
  next?: string
}>

/** Kalshi's public listings. All throw BotError as named in the README. */
export type KalshiReads = Readonly<{
  /** Reads a page of events with their markets; `rejected` also holds their unreadable markets. */
  events: (query?: KalshiQuery, signal?: AbortSignal) => Promise<KalshiPage<KalshiEvent>>
  /** Reads a page of markets. */
  markets: (
    query?: KalshiQuery & Readonly<{ eventTicker?: string }>,
    signal?: AbortSignal,
  ) => Promise<KalshiPage<KalshiMarket>>
  /** Reads the order book of one market. @throws BotError `unexpected-response` naming why it is refused. */
  orderBook: (ticker: string, signal?: AbortSignal) => Promise<KalshiOrderBook>
}>

/** Makes reads of Kalshi's public market data; nothing here needs a key and nothing trades. */
export const createKalshiReads = (options: KalshiReadsOptions): KalshiReads => {
  const { baseUrl = 'https://api.elections.kalshi.com/trade-api/v2' } = options
  const read = createJsonReader({ ...options, baseUrl })
  return {
    events: async (query = {}, signal) => {
      const asked = { ...wireQuery(query), with_nested_markets: true }
      const parse = (raw: unknown): KalshiEvent | string => {
        const parsed = parseKalshiEvent(raw)
        return 'event' in parsed ? parsed.event : parsed.rejected
      }
      const page = await readPage(read, 'events', asked, parse, signal)
      return { ...page, rejected: [...page.rejected, ...page.items.flatMap((one) => one.rejected)] }
    },
    markets: (query = {}, signal) => {
      const asked = { ...wireQuery(query), event_ticker: query.eventTicker }
      const parse = (raw: unknown): KalshiMarket | string => {
        const parsed = parseKalshiMarket(raw)
        return 'market' in parsed ? parsed.market : parsed.rejected
      }
      return readPage(read, 'markets', asked, parse, signal)
    },
    orderBook: async (ticker, signal) => {
      const path = `/markets/${encodeURIComponent(ticker)}/orderbook`
      const parsed = parseKalshiOrderBook(await read(path, {}, signal))
      if ('book' in parsed) return parsed.book
      throw new BotError(
        'unexpected-response',
        `Expected a usable book from ${path}, was ${parsed.rejected}`,
        { path, reason: parsed.rejected },
      )
    },
  }
}

type WireQuery = Readonly<Record<string, string | number | boolean | undefined>>

const wireQuery = (query: KalshiQuery): WireQuery => ({
  cursor: query.cursor,
  limit: query.limit,
  status: query.status,
  series_ticker: query.seriesTicker,
})

const readPage = async <T extends object>(
  read: JsonReader,
  name: 'events' | 'markets',
  query: WireQuery,
  parse: (raw: unknown) => T | string,
  signal: AbortSignal | undefined,
): Promise<KalshiPage<T>> => {
  const body = await read(`/${name}`, query, signal)
  const fields = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>
  const list = fields[name]
  if (!Array.isArray(list)) {
    throw new BotError('unexpected-response', `Expected ${name} from /${name}, was none`, { name })
  }
  const items: T[] = []
  const rejected: RejectedKalshi[] = []
  for (const raw of list) {
    const parsed = parse(raw)
    if (typeof parsed === 'string') rejected.push({ ticker: tickerOf(raw), reason: parsed })
    else items.push(parsed)
  }
  const next = fields['cursor']
  // A cursor that repeats would page for ever.
  const more = typeof next === 'string' && next !== '' && next !== query['cursor']
  return { items, rejected, ...(more && { next }) }
}
