import {
  applyBookEvent,
  type Clock,
  createOrderBook,
  createSeededRandom,
  levelsOf,
  type OrderBook,
  orderId,
  parsePrice,
  parseSize,
  parseUsd,
  type TokenId,
  timeMs,
} from '@bot/core'
import { createScaledClock } from '@bot/core/testing'
import { createPolymarketReads } from '@bot/polymarket'
import { createFeed, type Feed } from '@bot/realtime-feed'
import { createExchange, createMarketGenerator, type SimExchange } from '@bot/sim'
import { createExchangeServer, type ExchangeServer, type ServedGenerator } from '@bot/sim/server'
import { afterEach, expect, test, vi } from 'vitest'

const machine: Clock = {
  now: () => timeMs(Date.now()),
  after: (ms, task) => {
    const timer = setTimeout(task, ms)
    return () => clearTimeout(timer)
  },
}
const open: { feed: Feed; server: ExchangeServer }[] = []

/** Two quoted markets on the simulated exchange. */
const openExchange = (clock: Clock): SimExchange => {
  const exchange = createExchange({ start: clock.now(), seed: 'feed' })
  exchange.deposit('maker', parseUsd('100000'))
  for (const slug of ['rain', 'snow']) {
    const endsAt = timeMs(clock.now() + 86_400_000)
    const market = exchange.createMarket({ slug, question: `Will ${slug} fall?`, endsAt })
    const [yes] = market.tokens
    quote(exchange, yes, '0.45', 100)
    exchange.split('maker', market.id, parseSize('1000'))
    sell(exchange, yes, '0.55', 100)
  }
  return exchange
}

let orders = 0
const place = (
  exchange: SimExchange,
  token: TokenId,
  side: 'buy' | 'sell',
  at: string,
  n: number,
) => {
  orders += 1
  const result = exchange.place({
    id: orderId(`0x${orders.toString(16).padStart(64, '0')}`),
    owner: 'maker',
    token,
    side,
    shares: parseSize(String(n)),
    limit: parsePrice(at),
    tif: 'gtc',
    postOnly: false,
  })
  if (result.outcome === 'refused') throw new Error(`expected an order, was ${result.reason}`)
}
const quote = (exchange: SimExchange, token: TokenId, at: string, n: number) =>
  place(exchange, token, 'buy', at, n)
const sell = (exchange: SimExchange, token: TokenId, at: string, n: number) =>
  place(exchange, token, 'sell', at, n)

/** The exchange behind its server, and a feed with Polymarket's wire code, with time sped up. */
const begin = async (populate?: (exchange: SimExchange) => ServedGenerator) => {
  const clock = createScaledClock(machine, populate === undefined ? 20 : 4)
  const exchange = openExchange(clock)
  const generator = populate?.(exchange)
  const random = createSeededRandom(2)
  const more = generator === undefined ? {} : { generator }
  // The venue tells a new tick twice; the second telling is a duplicate, and none is to be seen here.
  const rules = { tickChangeFrames: 1 }
  const server = await createExchangeServer({ exchange, clock, random, rules, ...more })
  const reads = createPolymarketReads({ fetch, clock, hosts: server.urls })
  const tokens = exchange.markets().flatMap((market) => market.tokens)
  const books = new Map<TokenId, OrderBook>(tokens.map((token) => [token, createOrderBook(token)]))
  const seen: string[] = []
  const feed = createFeed({
    protocol: reads.stream,
    reader: reads.readBooks,
    clock,
    random: createSeededRandom(1),
    tokens,
    silenceSeconds: 10,
    recoveryRetrySeconds: 10,
    connection: { firstFrameTimeoutMs: 8_000, backoff: { baseMs: 1_000, maxMs: 8_000 } },
    onEvents: (events) => {
      for (const { at, venueAt, event } of events) {
        seen.push(event.type === 'feed-status' ? event.status : event.type)
        if (event.type !== 'book-snapshot' && event.type !== 'book-delta') continue
        const book = books.get(event.token)
        if (book === undefined) throw new Error(`expected a watched token, was ${event.token}`)
        expect(applyBookEvent(book, event, venueAt ?? at, at)).toBe('applied')
      }
    },
  })
  open.push({ feed, server })
  /** Every rebuilt book is the exchange's own. */
  const agrees = (): void => {
    for (const token of tokens) {
      const [book, truth] = [books.get(token), exchange.book(token)]
      if (truth === undefined) continue
      const best = (side: 'bid' | 'ask') => (book === undefined ? [] : levelsOf(book, side))
      const by = (a: { price: number }, b: { price: number }) => a.price - b.price
      expect([...best('bid')].sort(by)).toEqual([...truth.bids].sort(by))
      expect([...best('ask')].sort(by)).toEqual([...truth.asks].sort(by))
    }
  }
  const isLive = (): void => expect(feed.stats().tokensByMode.live).toBe(tokens.length)
  const eventually = (check: () => void): Promise<void> =>
    vi.waitFor(check, { timeout: 30_000, interval: 10 })
  await eventually(isLive)
  if (populate === undefined) agrees()
  const [first] = tokens
  if (first === undefined) throw new Error('expected a token')
  return { feed, server, exchange, seen, first, agrees, isLive, eventually }
}

afterEach(async () => {
  for (const { feed, server } of open.splice(0)) {
    await feed.close()
    await server.close()
  }
})

test('books follow the exchange through orders, trades and a new tick', async () => {
  const { feed, exchange, seen, first, agrees, eventually, isLive } = await begin()
  quote(exchange, first, '0.46', 10)
  sell(exchange, first, '0.46', 5)
  quote(exchange, first, '0.47', 7)
  await eventually(agrees)
  expect(seen).toContain('trade-printed')
  const market = exchange.marketOf(first)
  if (market === undefined) throw new Error('expected a market')
  exchange.setTick(market.id, parsePrice('0.001'))
  await eventually(() => expect(seen.filter((type) => type === 'tick-changed')).toHaveLength(2))
  await eventually(() => expect(feed.stats().recoveries.redrive).toBe(2))
  await eventually(isLive)
  quote(exchange, first, '0.471', 5)
  await eventually(agrees)
  expect(feed.stats()).toMatchObject({ rejected: {}, tracker: { bestMismatches: 0, backwards: 0 } })
})

test('a resolution is told and its socket place is given up', async () => {
  const { feed, exchange, seen, first, eventually } = await begin()
  const market = exchange.marketOf(first)
  if (market === undefined) throw new Error('expected a market')
  exchange.resolve(market.id, [1_000_000, 0])
  await eventually(() => expect(seen).toContain('market-resolved'))
  await eventually(() => expect(feed.status().connections[0]?.tokens).toBe(2))
})

test('a socket that is cut comes back with what was missed', async () => {
  const { feed, server, exchange, first, agrees, isLive, eventually } = await begin()
  server.faults.set({ kind: 'disconnect', scope: 'ws', count: 1 })
  quote(exchange, first, '0.46', 10)
  await eventually(() => expect(feed.stats().reconnects).toBe(1))
  await eventually(isLive)
  agrees()
})

test('a half-open socket is replaced', async () => {
  const { feed, server, exchange, first, agrees, isLive, eventually } = await begin()
  server.faults.set({ kind: 'half-open', scope: 'ws' })
  quote(exchange, first, '0.46', 10)
  await eventually(() => expect(feed.stats().tokensByMode.live).toBe(0))
  server.faults.clear()
  await eventually(isLive)
  agrees()
})

test('silence with PONG alive is found by REST, polled, and revived', async () => {
  const { feed, server, exchange, first, agrees, isLive, eventually } = await begin()
  server.faults.set({ kind: 'silence', scope: 'ws' })
  quote(exchange, first, '0.46', 10)
  await eventually(() => expect(feed.stats().deadSubscriptions).toBeGreaterThan(0))
  await eventually(agrees)
  server.faults.clear()
  await eventually(isLive)
  agrees()
})

test('frames that come twice leave the books right', async () => {
  const { feed, server, exchange, first, agrees, eventually } = await begin()
  server.faults.set({ kind: 'duplicate-frames', scope: 'ws' })
  for (const at of ['0.46', '0.47', '0.48']) quote(exchange, first, at, 10)
  sell(exchange, first, '0.48', 5)
  await eventually(agrees)
  await eventually(() => expect(feed.stats().tracker.duplicates).toBeGreaterThan(3))
  expect(feed.stats().tokensByMode.stale).toBe(0)
})

test('a change that is never told is found and repaired', async () => {
  const { feed, server, exchange, first, agrees, isLive, eventually } = await begin()
  server.faults.set({ kind: 'missing-level', scope: 'ws', count: 1 })
  quote(exchange, first, '0.40', 10)
  await eventually(() => expect(feed.stats().deadSubscriptions).toBeGreaterThan(0))
  await eventually(agrees)
  await eventually(isLive)
})

test('half a frame is refused with a reason and harms nothing', async () => {
  const { feed, server, exchange, first, agrees, eventually } = await begin()
  server.faults.set({ kind: 'wrong-json', scope: 'ws', count: 1 })
  quote(exchange, first, '0.46', 10)
  await eventually(() => expect(feed.stats().rejected['not-json']).toBe(1))
  await eventually(agrees)
})

test.each([
  { kind: 'rate-limited', scope: 'clob', retryAfterSeconds: 1 },
  { kind: 'server-error', scope: 'clob' },
  { kind: 'no-answer', scope: 'clob' },
  { kind: 'slow-body', scope: 'clob', delayMs: 30_000 },
  { kind: 'truncated-body', scope: 'clob' },
  { kind: 'wrong-json', scope: 'clob' },
] as const)('sockets down and REST with $kind: down, then polled, then live', async (fault) => {
  const { feed, server, exchange, first, seen, agrees, isLive, eventually } = await begin()
  server.faults.set([fault, { kind: 'disconnect', scope: 'ws', count: 1 }])
  server.faults.set({ kind: 'reset', scope: 'ws' })
  quote(exchange, first, '0.46', 10)
  await eventually(() => expect(feed.stats().pollFailures).toBeGreaterThan(0))
  expect(feed.stats().tokensByMode.live).toBe(0)
  server.faults.clear()
  server.faults.set({ kind: 'reset', scope: 'ws' })
  await eventually(() => expect(seen.some((type) => type.startsWith('polling'))).toBe(true))
  await eventually(agrees)
  server.faults.clear()
  await eventually(isLive)
  agrees()
})

test('a busy venue is followed level by level, without a false alarm', async () => {
  let busy = true
  const { feed, agrees, eventually } = await begin((exchange) => {
    const generator = createMarketGenerator({ exchange, seed: 'busy', scale: { shorts: 0 } })
    return {
      ...generator,
      step: (untilAt) => {
        if (busy) generator.step(untilAt)
      },
    }
  })
  await eventually(() => expect(feed.stats().tracker.deltas).toBeGreaterThan(3_000))
  busy = false
  await eventually(agrees)
  const { bestMismatches, backwards, duplicates, trades } = feed.stats().tracker
  expect({ bestMismatches, backwards, duplicates }).toEqual({
    bestMismatches: 0,
    backwards: 0,
    duplicates: 0,
  })
  expect(trades).toBeGreaterThan(10)
})

test('a restart of the whole venue is survived', async () => {
  const { feed, server, exchange, first, agrees, isLive, eventually } = await begin()
  server.faults.set({ kind: 'restart', scope: 'ws', forMs: 10_000 })
  quote(exchange, first, '0.46', 10)
  await eventually(() => expect(feed.stats().reconnects).toBe(1))
  await eventually(isLive)
  agrees()
  expect(feed.stats().outageSeconds).toBeGreaterThanOrEqual(9)
})
