import { expect, type TestContext, test } from 'vitest'
import { readRealBytes } from './fixtures/real-data.js'
import { type KalshiEvent, parseKalshiEvent } from './parse-kalshi-event.js'
import { type KalshiMarket, parseKalshiMarket } from './parse-kalshi-market.js'
import { parseKalshiOrderBook } from './parse-kalshi-order-book.js'
import { decodeText, type TextEncodingName } from './text/decode-text.js'

const readJson = (context: TestContext, name: string, encoding: TextEncodingName = 'utf-8') => {
  const decoded = decodeText(readRealBytes(context, name))
  expect(decoded.encoding).toBe(encoding)
  return JSON.parse(decoded.text) as Record<string, unknown[]>
}
const eventOf = (raw: unknown): KalshiEvent => {
  const parsed = parseKalshiEvent(raw)
  if ('event' in parsed) return parsed.event
  throw new Error(parsed.rejected)
}
const marketOf = (raw: unknown): KalshiMarket => {
  const parsed = parseKalshiMarket(raw)
  if ('market' in parsed) return parsed.market
  throw new Error(parsed.rejected)
}
const count = (markets: readonly KalshiMarket[], is: (market: KalshiMarket) => boolean): number =>
  markets.filter(is).length

const describe533 = (markets: readonly KalshiMarket[]) => ({
  markets: markets.length,
  tickers: new Set(markets.map(({ ticker }) => ticker)).size,
  active: count(markets, ({ status }) => status === 'active'),
  settled: count(markets, ({ status }) => status === 'settled'),
  bids: count(markets, ({ yesBid }) => yesBid !== undefined),
  asks: count(markets, ({ yesAsk }) => yesAsk !== undefined),
})
const EXPECTED = { markets: 533, tickers: 533, active: 384, settled: 148, bids: 307, asks: 378 }

test('reads all 100 recorded events with their 533 markets', (context) => {
  const events = (readJson(context, 'events-2026-02.json.gz')['events'] ?? []).map(eventOf)
  const markets = events.flatMap((event) => event.markets)
  expect(events).toHaveLength(100)
  expect(events.flatMap(({ rejected }) => rejected)).toEqual([])
  expect(describe533(markets)).toEqual(EXPECTED)
  expect(count(markets, ({ rules }) => rules !== undefined)).toBe(530)
  expect(count(markets, ({ strike }) => strike !== undefined)).toBe(311)
  expect(
    ['yes', 'no', 'scalar'].map((end) => count(markets, ({ result }) => result === end)),
  ).toEqual([18, 128, 2])
  expect(markets[0]).toMatchObject({
    ticker: 'KXELONMARS-99',
    eventTicker: 'KXELONMARS-99',
    yesBid: 700,
    yesAsk: 800,
    rules:
      'If Elon Musk visits Mars before the earlier of his death or Aug 1, 2099, then the market resolves to Yes.',
  })
})

test('reads the later Windows-1252 file as the same markets at other prices, names intact', (context) => {
  const name = 'markets-latest-windows1252.json.gz'
  const events = (readJson(context, name, 'windows-1252')['events'] ?? []).map(eventOf)
  const markets = events.flatMap((event) => event.markets)
  expect(events.flatMap(({ rejected }) => rejected)).toEqual([])
  expect(describe533(markets)).toEqual({ ...EXPECTED, asks: 383 })
  const names = markets.map(({ yesTitle }) => yesTitle)
  expect(names).toContain('Gérald Cyprien Lacroix')
  const plain = (readJson(context, 'events-2026-02.json.gz')['events'] ?? []).map(eventOf)
  // Not their texts: what Windows-1252 cannot write was spelled otherwise before the file was saved.
  const tickersOf = (all: readonly KalshiMarket[]) => all.map(({ ticker }) => ticker)
  expect(tickersOf(markets)).toEqual(tickersOf(plain.flatMap((event) => event.markets)))
})

test('reads the flat listing, which starts with a mark and names no events', (context) => {
  const list = readJson(context, 'markets-2026-02.json.gz') as unknown as unknown[]
  const markets = list.map(marketOf)
  expect(describe533(markets)).toEqual(EXPECTED)
  expect(count(markets, ({ eventTicker }) => eventTicker === undefined)).toBe(533)
})

test('reads markets of the trade API', (context) => {
  const markets = (readJson(context, 'wnba-markets.json')['markets'] ?? []).map(marketOf)
  expect(markets.map(({ ticker, yesBid, yesAsk }) => [ticker, yesBid, yesAsk])).toEqual([
    ['KXWNBAGAME-26JUL09INDPHX-PHX', 4_000, 4_100],
    ['KXWNBAGAME-26JUL09INDPHX-IND', 5_900, 6_000],
    ['KXWNBAGAME-26JUL09LVPDX-PDX', 2_400, 2_500],
  ])
  expect(markets[0]?.rules).toMatch(/^If Phoenix wins the Indiana vs Phoenix/)
})

test('reads the recorded order book: 33 bids for NO, best 0.99, nobody bids for YES', (context) => {
  const { response } = readJson(context, 'kalshi_orderbook_real_sample.json')
  const parsed = parseKalshiOrderBook(response)
  if ('rejected' in parsed) throw new Error(parsed.rejected)
  const { yes, no } = parsed.book
  expect([yes.bids.length, yes.asks.length, no.bids.length, no.asks.length]).toEqual([0, 33, 33, 0])
  expect(no.bids[0]).toEqual({ price: 9_900, size: 9_999_000_000 })
  expect(yes.asks[0]).toEqual({ price: 100, size: 9_999_000_000 })
  expect(yes.asks[32]).toEqual({ price: 9_900, size: 33_348_000_000 })
})
