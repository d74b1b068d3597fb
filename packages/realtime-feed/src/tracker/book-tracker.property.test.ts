import {
  type Arrived,
  applyBookEvent,
  createOrderBook,
  type Level,
  marketId,
  type OrderBook,
  type Price,
  type Size,
  type StreamChange,
  type StreamUpdate,
  type TokenId,
  timeMs,
  tokenId,
} from '@bot/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createBookTracker } from './book-tracker.js'

const TOKENS = ['yes', 'no'].map(tokenId)
const token = fc.constantFrom(...TOKENS)
const venueAt = fc.integer({ min: 1, max: 40 }).map((n) => timeMs(n * 100))
const level: fc.Arbitrary<Level> = fc.record({
  price: fc.integer({ min: 1, max: 12 }).map((n) => (n * 100) as Price),
  size: fc.integer({ min: 0, max: 3 }).map((n) => (n * 1_000_000) as Size),
})
const change: fc.Arbitrary<StreamChange> = fc
  .tuple(token, fc.constantFrom('bid' as const, 'ask' as const), level, fc.option(level))
  .map(([t, side, { price, size }, best]) => ({
    token: t,
    side,
    price,
    size,
    ...(best === null ? {} : { bestBid: best.price }),
  }))
const levels = fc.array(level, { maxLength: 5 })
const market = marketId('m')
const update: fc.Arbitrary<StreamUpdate> = fc.oneof(
  fc.record({
    kind: fc.constant('book' as const),
    token,
    market: fc.constant(market),
    venueAt,
    bids: levels,
    asks: levels,
  }),
  fc.record({
    kind: fc.constant('changes' as const),
    market: fc.constant(market),
    venueAt,
    changes: fc.array(change, { minLength: 1, maxLength: 4 }),
  }),
  fc.record({
    kind: fc.constant('tick-size' as const),
    token,
    market: fc.constant(market),
    venueAt,
    tick: fc.constantFrom(10 as Price, 100 as Price),
  }),
  fc.record({
    kind: fc.constant('best' as const),
    token,
    market: fc.constant(market),
    venueAt,
    bestBid: level.map(({ price }) => price),
  }),
)
const connection = fc.constantFrom('a', 'b')
const step = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constant('apply' as const), update, connection }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constantFrom('open' as const, 'close' as const, 'distrust' as const, 'down' as const),
      connection,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom('poll' as const, 'witness' as const),
      reading: fc.record({
        token,
        market: fc.constant(market),
        venueAt,
        bids: levels,
        asks: levels,
      }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      ms: fc.integer({ min: 0, max: 90_000 }),
    }),
  },
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

const play = (
  steps: readonly Step[],
  onEvents: (events: readonly Arrived[], tracker: ReturnType<typeof createBookTracker>) => void,
) => {
  const tracker = createBookTracker()
  let now = 5_000
  for (const one of steps) {
    now += one.do === 'wait' ? one.ms : 1
    const at = timeMs(now)
    if (one.do === 'apply') onEvents(tracker.apply([one.update], at, one.connection), tracker)
    else if (one.do === 'open') onEvents(tracker.opened(at, one.connection), tracker)
    else if (one.do === 'distrust') onEvents(tracker.distrust(TOKENS, 'asked', at), tracker)
    else if (one.do === 'down') onEvents(tracker.down(TOKENS, 'asked', at), tracker)
    else if (one.do === 'close') onEvents(tracker.closed(at, one.connection), tracker)
    else if (one.do === 'poll') onEvents(tracker.poll(one.reading, 'polling-fast', at), tracker)
    else if (one.do === 'witness') onEvents(tracker.witness(one.reading, at).events, tracker)
    else onEvents(tracker.advance(at), tracker)
  }
  return tracker
}

/** What an engine does with an event about books. */
const rebuild = (books: ReadonlyMap<TokenId, OrderBook>, { at, venueAt, event }: Arrived): void => {
  if (!('token' in event)) return
  const book = books.get(event.token as TokenId)
  if (book === undefined) throw new Error('expected only known tokens')
  if (event.type === 'book-snapshot' || event.type === 'book-delta') {
    expect(applyBookEvent(book, event, venueAt ?? at, at)).toBe('applied')
  } else if (event.type === 'book-proven' && book.status !== 'empty') {
    expect(event.epoch).toBe(book.epoch)
    book.provenAliveAt = at
    book.status = 'live'
  } else if (event.type === 'feed-status' && book.status === 'live') {
    if (event.status === 'stale' || event.status === 'down') book.status = 'stale'
  }
}

test('a book rebuilt from the events, as the engine does it, is the tracked book at every step', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const rebuilt = new Map<TokenId, OrderBook>(TOKENS.map((t) => [t, createOrderBook(t)]))
      play(steps, (events, tracker) => {
        for (const arrived of events) rebuild(rebuilt, arrived)
        for (const t of TOKENS) {
          expect(tracker.book(t) ?? createOrderBook(t)).toEqual(rebuilt.get(t))
        }
      })
    }),
    { numRuns: 500 },
  )
})

test('epochs only grow, by one, and only with a snapshot', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const epochs = new Map<TokenId, number>()
      play(steps, (events) => {
        for (const { event } of events) {
          if (!('epoch' in event)) continue
          const before = epochs.get(event.token) ?? 0
          if (event.type === 'book-snapshot') expect(event.epoch - before).toBeLessThanOrEqual(1)
          else expect(event.epoch).toBe(before)
          expect(event.epoch).toBeGreaterThanOrEqual(before)
          epochs.set(event.token, event.epoch)
        }
      })
    }),
  )
})

test('the same inputs give the same events and counters', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const seen: Arrived[][] = [[], []]
      const counters = seen.map((into) => play(steps, (events) => into.push(...events)).counters())
      expect(seen[0]).toEqual(seen[1])
      expect(counters[0]).toEqual(counters[1])
    }),
  )
})

test('a token that its last status calls live has a live book, and a stale one has not', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      play(steps, (_, tracker) => {
        for (const t of TOKENS) {
          const status = tracker.book(t)?.status
          if (tracker.mode(t) === 'live') expect(status).toBe('live')
          if (tracker.mode(t) === 'stale') expect(status).not.toBe('live')
        }
      })
    }),
  )
})
