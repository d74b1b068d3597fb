import {
  applyBookEvent,
  type Clock,
  createOrderBook,
  createSeededRandom,
  levelsOf,
  type OrderBook,
  type TokenId,
  timeMs,
  tokenId,
} from '@bot/core'
import { createScaledClock } from '@bot/core/testing'
import { afterEach, expect, test, vi } from 'vitest'
import { testProtocol, tokens } from '../fixtures/fake-sockets.js'
import { createLoopbackVenue, type LoopbackVenue } from '../fixtures/loopback-venue.js'
import { createFeed, type Feed } from './create-feed.js'

const machine: Clock = {
  now: () => timeMs(Date.now()),
  after: (ms, task) => {
    const timer = setTimeout(task, ms)
    return () => clearTimeout(timer)
  },
}
const a = tokenId('a')

const open: { feed: Feed; venue: LoopbackVenue }[] = []

/** A feed and its venue on real sockets, with time twenty times as fast. */
const begin = async () => {
  const clock = createScaledClock(machine, 20)
  const venue = createLoopbackVenue(clock)
  await venue.start()
  const books = new Map<TokenId, OrderBook>(tokens('a', 'b').map((t) => [t, createOrderBook(t)]))
  const statuses: string[] = []
  const reconnects: number[] = []
  const feed = createFeed({
    protocol: { ...testProtocol(venue.socketUrl()), pingEveryMs: 5_000 },
    reader: venue.reader,
    clock,
    random: createSeededRandom(1),
    tokens: tokens('a', 'b'),
    onEvents: (events) => {
      for (const { at, venueAt, event } of events) {
        if (event.type === 'feed-status') statuses.push(`${event.status} ${event.token}`)
        if (event.type !== 'book-snapshot' && event.type !== 'book-delta') continue
        const book = books.get(event.token)
        if (book === undefined) throw new Error(`unexpected token ${event.token}`)
        expect(applyBookEvent(book, event, venueAt ?? at, at)).toBe('applied')
      }
    },
    silenceSeconds: 10,
    recoveryRetrySeconds: 10,
    connection: {
      firstFrameTimeoutMs: 5_000,
      pongTimeoutMs: 15_000,
      backoff: { baseMs: 1_000, maxMs: 8_000 },
    },
  })
  feed.on('reconnected', ({ outageSeconds }) => void reconnects.push(outageSeconds))
  open.push({ feed, venue })
  const shows = (token: TokenId): void => {
    const book = books.get(token)
    expect(book === undefined ? [] : levelsOf(book, 'bid')).toEqual(venue.truth(token).bids)
  }
  const isLive = (): void => expect(feed.stats().tokensByMode.live).toBe(2)
  const eventually = (check: () => void): Promise<void> =>
    vi.waitFor(check, { timeout: 30_000, interval: 5 })
  await eventually(isLive)
  return { feed, venue, books, statuses, reconnects, shows, isLive, eventually }
}

afterEach(async () => {
  for (const { feed, venue } of open.splice(0)) {
    await feed.close()
    await vi.waitFor(() => expect(venue.sockets()).toBe(0), 30_000)
    await venue.stop()
  }
})

test('changes arrive over a real socket, and after closing none is left', async () => {
  const { feed, venue, shows, eventually } = await begin()
  expect(venue.sockets()).toBe(1)
  venue.set(a, '7')
  await eventually(() => shows(a))
  await feed.close()
  await eventually(() => expect(venue.sockets()).toBe(0))
  const held = process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap')
  expect(held).toEqual([])
})

test('a dropped socket comes back, with what was missed', async () => {
  const { feed, venue, books, shows, isLive, eventually, reconnects } = await begin()
  venue.dropAll()
  await eventually(() => expect(feed.stats().tokensByMode.live).toBe(0))
  venue.set(a, '3')
  await eventually(isLive)
  shows(a)
  expect(books.get(a)?.epoch).toBe(2)
  expect(reconnects).toHaveLength(1)
})

test('a half-open socket is found by its missing PONG and replaced', async () => {
  const { venue, shows, isLive, eventually, reconnects } = await begin()
  venue.faults.deaf = true
  venue.set(a, '3')
  await eventually(() => expect(venue.sockets()).toBe(0))
  venue.faults.deaf = false
  await eventually(() => expect(reconnects).toHaveLength(1))
  await eventually(isLive)
  shows(a)
})

test('silence with PONG alive is found by REST, and asking again revives it', async () => {
  const { feed, venue, shows, statuses, eventually } = await begin()
  venue.faults.mute = true
  venue.set(a, '3')
  await eventually(() => expect(statuses).toContain('stale a'))
  venue.faults.mute = false
  await eventually(() => shows(a))
  await eventually(() => expect(feed.stats().recoveries.redrive).toBe(1))
  expect(feed.stats().reconnects).toBe(0)
})

test('a socket that ignores the question is replaced, and until then REST serves', async () => {
  const { feed, venue, shows, eventually, isLive } = await begin()
  venue.faults.mute = true
  venue.faults.ignoresRedrive = true
  venue.set(a, '3')
  await eventually(() => expect(feed.stats().tokensByMode['polling-fast']).toBeGreaterThan(0))
  shows(a)
  venue.faults.mute = false
  await eventually(() => expect(feed.stats().recoveries['new-socket']).toBeGreaterThan(0))
  await eventually(isLive)
  shows(a)
})

test('frames that come twice change nothing and are counted', async () => {
  const { feed, venue, shows, eventually } = await begin()
  venue.faults.twice = true
  for (const size of ['1', '2', '3', '4']) venue.set(a, size)
  await eventually(() => expect(feed.stats().tracker.duplicates).toBe(4))
  shows(a)
})

test.each([429, 'truncated'] as const)(
  'a restart while REST answers %s is survived: down, then polled, then live',
  async (fault) => {
    const { feed, venue, shows, statuses, isLive, eventually } = await begin()
    venue.faults.rest = fault
    venue.faults.mute = true
    venue.set(a, '3')
    venue.dropAll()
    await eventually(() => expect(feed.stats().pollFailures).toBeGreaterThan(0))
    expect(feed.stats().tokensByMode.live).toBe(0)
    venue.faults.rest = 'ok'
    await eventually(() => expect(statuses.some((one) => one.startsWith('polling-'))).toBe(true))
    shows(a)
    venue.faults.mute = false
    await eventually(isLive)
    shows(a)
  },
)

test('a venue that is away for a while is met again on the same port', async () => {
  const { feed, venue, shows, isLive, eventually, reconnects } = await begin()
  await venue.stop()
  await eventually(() => expect(feed.stats().pollFailures).toBeGreaterThan(1))
  venue.set(a, '9')
  await venue.start()
  await eventually(isLive)
  shows(a)
  expect(reconnects.length).toBeGreaterThanOrEqual(1)
})
