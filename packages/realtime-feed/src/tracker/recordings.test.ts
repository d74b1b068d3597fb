import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import {
  bestAsk,
  bestBid,
  isCrossed,
  type Level,
  marketId,
  parsePrice,
  parseSize,
  type StreamUpdate,
  timeMs,
  tokenId,
} from '@bot/core'
import { describe, expect, test } from 'vitest'
import { createBookTracker } from './book-tracker.js'

const data = process.env['BOT_DATA_DIR'] ?? join(import.meta.dirname, '../../../../../shared/data')
const folder = join(data, 'recordings')
const missing = !existsSync(folder)

type Row = Readonly<{ price: string; size: string; side?: string }>
type Message = Readonly<{
  event_type: string
  asset_id: string
  market: string
  timestamp: string
  bids?: readonly Row[]
  asks?: readonly Row[]
  changes?: readonly Row[]
}>

const toLevel = ({ price, size }: Row): Level => ({
  price: parsePrice(price),
  size: parseSize(size),
})

/** Reads the 2025 wire shape, only as far as this test needs it. */
const toUpdate = (message: Message): StreamUpdate => {
  const token = tokenId(message.asset_id)
  const market = marketId(message.market)
  const venueAt = timeMs(Number(message.timestamp))
  if (message.event_type === 'book') {
    const bids = (message.bids ?? []).map(toLevel)
    return { kind: 'book', token, market, venueAt, bids, asks: (message.asks ?? []).map(toLevel) }
  }
  const changes = (message.changes ?? []).map((row) => ({
    token,
    side: row.side === 'BUY' ? ('bid' as const) : ('ask' as const),
    ...toLevel(row),
  }))
  return { kind: 'changes', market, venueAt, changes }
}

const frames = (slug: string): { t: number; d: Message }[] =>
  gunzipSync(readFileSync(join(folder, slug, 'frames.jsonl.gz')))
    .toString()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { t: number; d: Message })

/** The book kept the plainest way: prices as text in maps. */
const createPlainBook = () => {
  const sides = { bid: new Map<number, string>(), ask: new Map<number, string>() }
  const set = (side: 'bid' | 'ask', row: Row): void => {
    if (Number(row.size) === 0) sides[side].delete(Number(row.price))
    else sides[side].set(Number(row.price), row.size)
  }
  return {
    take: (message: Message): void => {
      if (message.event_type === 'book') {
        sides.bid.clear()
        sides.ask.clear()
        for (const row of message.bids ?? []) set('bid', row)
        for (const row of message.asks ?? []) set('ask', row)
      } else for (const row of message.changes ?? []) set(row.side === 'BUY' ? 'bid' : 'ask', row)
    },
    best: () => ({
      bid: sides.bid.size === 0 ? undefined : Math.max(...sides.bid.keys()),
      ask: sides.ask.size === 0 ? undefined : Math.min(...sides.ask.keys()),
      levels: sides.bid.size + sides.ask.size,
    }),
  }
}

const replayOne = (slug: string) => {
  const tracker = createBookTracker()
  const plain = new Map<string, ReturnType<typeof createPlainBook>>()
  let crossed = 0
  let books = 0
  let different = 0
  for (const { t, d } of frames(slug)) {
    tracker.apply([toUpdate(d)], timeMs(t))
    const mine = plain.get(d.asset_id) ?? createPlainBook()
    plain.set(d.asset_id, mine)
    mine.take(d)
    const book = tracker.book(tokenId(d.asset_id))
    if (book === undefined) throw new Error('expected a book after its frame')
    if (d.event_type === 'book') books += 1
    if (isCrossed(book)) crossed += 1
    const best = mine.best()
    const bid = bestBid(book)
    const ask = bestAsk(book)
    const same =
      (bid === undefined ? undefined : bid / 10_000) === best.bid &&
      (ask === undefined ? undefined : ask / 10_000) === best.ask &&
      book.bids.prices.length + book.asks.prices.length === best.levels
    if (!same || book.status !== 'live') different += 1
  }
  return { counters: tracker.counters(), crossed, books, different }
}

describe.skipIf(missing)(`the recordings (skipped when ${folder} is missing)`, () => {
  const slugs = missing ? [] : readdirSync(folder)

  test('every frame leaves the book that a plain one shows, live, and nothing is dropped', () => {
    const results = slugs.map(replayOne)
    const sum = (pick: (one: (typeof results)[number]) => number): number =>
      results.reduce((total, one) => total + pick(one), 0)
    expect(sum((one) => one.different)).toBe(0)
    expect(results.flatMap((one) => Object.keys(one.counters.dropped))).toEqual([])
    expect(sum((one) => one.counters.snapshots)).toBe(sum((one) => one.books))
    expect(sum((one) => one.counters.duplicates)).toBe(0)
    expect(sum((one) => one.counters.backwards)).toBe(4)
    expect(sum((one) => one.crossed)).toBe(511)
    expect(sum((one) => one.counters.gaps)).toBe(146)
  }, 60_000)
})
