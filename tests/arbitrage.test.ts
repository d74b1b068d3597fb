import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { classifySet, createArbitrageStrategy } from '@bot/arbitrage'
import {
  applySnapshot,
  bestAsk,
  createOrderBook,
  floorLevels,
  type MarketFacts,
  type OrderBook,
  type StreamUpdate,
  setLevel,
  type TokenId,
  timeMs,
} from '@bot/core'
import { buildView } from '@bot/core/testing'
import { createMarketStreamProtocol, parseGammaEvent, parseGammaMarket } from '@bot/polymarket'
import { expect, test } from 'vitest'

const data = process.env['BOT_DATA_DIR'] ?? join(import.meta.dirname, '../../shared/data')
const recordings = join(data, 'recordings')
const weather = join(data, 'weather/gamma-events-negrisk.json.gz')
const strategy = createArbitrageStrategy()
const protocol = createMarketStreamProtocol()

type Tally = { naive: number; signals: number; readonly refused: Map<string, number> }

const applyUpdate = (books: Map<TokenId, OrderBook>, update: StreamUpdate): TokenId[] => {
  if (update.kind === 'book') {
    const book = books.get(update.token) ?? createOrderBook(update.token)
    books.set(update.token, book)
    applySnapshot(
      book,
      { epoch: 1, bids: update.bids, asks: update.asks },
      update.venueAt,
      update.venueAt,
    )
    return [update.token]
  }
  if (update.kind !== 'changes') return []
  for (const { token, side, price, size } of update.changes) {
    const book = books.get(token)
    if (book === undefined) continue
    setLevel(book, side, price, size)
    book.changedAt = update.venueAt
    book.provenAliveAt = update.venueAt
  }
  return update.changes.map(({ token }) => token)
}

const isNaive = (market: MarketFacts, books: Map<TokenId, OrderBook>): boolean => {
  const asks = market.tokens.map((token) => {
    const book = books.get(token)
    return book === undefined ? undefined : bestAsk(book)
  })
  const [first, second] = asks
  return first !== undefined && second !== undefined && first + second < 10_000
}

const playRecording = (folder: string, tally: Tally): void => {
  const [raw] = JSON.parse(readFileSync(join(folder, 'markets.json'), 'utf8')) as unknown[]
  const parsed = parseGammaMarket(raw)
  if (!('facts' in parsed)) throw new Error(parsed.rejected)
  const market = parsed.facts
  const books = new Map<TokenId, OrderBook>()
  const lines = gunzipSync(readFileSync(join(folder, 'frames.jsonl.gz'))).toString('utf8')
  for (const line of lines.split('\n')) {
    if (line === '') continue
    const { t, d } = JSON.parse(line) as { t: number; d: unknown }
    const touched = protocol
      .decodeMessage(d, timeMs(t))
      .updates.flatMap((u) => applyUpdate(books, u))
    if (touched.length === 0) continue
    if (isNaive(market, books)) tally.naive += 1
    const view = buildView({ now: t, markets: [market], books: [...books.values()] })
    const trigger = { type: 'book-proven', token: touched[0] as TokenId, epoch: 1 } as const
    const subject = { key: market.id, markets: [market], trigger }
    for (const found of strategy.evaluate(subject, view, floorLevels(strategy.thresholds))) {
      if (found.kind === 'signal') tally.signals += 1
      if (found.kind === 'refusal' && found.context['kind'] === 'complement-buy') {
        tally.refused.set(found.refused, (tally.refused.get(found.refused) ?? 0) + 1)
      }
    }
  }
}

test('nothing of 19 recorded markets is certified, and every naive state has its reason', (context) => {
  if (!existsSync(recordings)) return context.skip(`no recordings in ${recordings}`)
  const tally: Tally = { naive: 0, signals: 0, refused: new Map() }
  const folders = readdirSync(recordings)
  for (const folder of folders) playRecording(join(recordings, folder), tally)
  expect(folders).toHaveLength(19)
  expect(tally.signals).toBe(0)
  expect(tally.naive).toBe(307)
  const counted = [...tally.refused.values()].reduce((sum, count) => sum + count, 0)
  expect(counted).toBe(307)
  expect(tally.refused.get('crossed-book')).toBeGreaterThanOrEqual(144)
}, 120_000)

test('real weather events are classified, bucket by bucket', (context) => {
  if (!existsSync(weather)) return context.skip(`no weather events at ${weather}`)
  const events = JSON.parse(gunzipSync(readFileSync(weather)).toString('utf8')) as unknown[]
  const sets = events.flatMap((raw) => {
    const parsed = parseGammaEvent(raw)
    return 'event' in parsed && parsed.event.negRisk === true ? [parsed.event] : []
  })
  expect(sets).toHaveLength(48)
  const classified = new Map(sets.map((set) => [set.title, classifySet(set.markets)]))
  expect([...classified.values()].every(({ exclusive }) => exclusive)).toBe(true)
  // Numbers and places of a ranking ("6 or lower" is a larger number) cover their line in all of them.
  expect([...classified].filter(([, { exhaustive }]) => !exhaustive)).toEqual([])
})
