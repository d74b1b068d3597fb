import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { parseSize, timeMs, type WalletActivity } from '@bot/core'
import {
  createDataReads,
  createTransport,
  type ParsedRow,
  parseActivityMessage,
  parseTradeRow,
} from '@bot/polymarket'
import { createWhaleTracker } from '@bot/whale-tracker'
import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { atEnd, startExchange } from './fixtures/started-exchange.js'

const clock = {
  now: () => timeMs(Date.now()),
  after: (ms: number, task: () => void) => {
    const timer = setTimeout(task, ms)
    return () => clearTimeout(timer)
  },
}

/** Listens to the realtime stream's trades as a client of the venue does. */
const listen = async (url: string): Promise<(count: number) => Promise<readonly unknown[]>> => {
  const socket = new WebSocket(url)
  const seen: unknown[] = []
  let woken = (): void => undefined
  socket.on('message', (data) => {
    seen.push(JSON.parse(String(data)))
    woken()
  })
  await new Promise((resolve) => socket.on('open', resolve))
  atEnd(async () => socket.close())
  const subscriptions = [{ topic: 'activity', type: 'orders_matched' }]
  socket.send(JSON.stringify({ action: 'subscribe', subscriptions }))
  // The server answers nothing to a subscription, and 401 to an unknown topic: then it has read both.
  socket.send(JSON.stringify({ action: 'subscribe', subscriptions: [{ topic: '?', type: '*' }] }))
  return async (count) => {
    while (seen.length < count) {
      await new Promise<void>((resolve) => {
        woken = resolve
      })
    }
    return seen
  }
}

const recorded = join(
  process.env['BOT_DATA_DIR'] ?? join(import.meta.dirname, '../../shared/data'),
  'trades/data-api-trades-page.json.gz',
)
const missing = !existsSync(recorded)

test.skipIf(missing)(
  `recorded rows that the stream told before count once${missing ? ` (skipped: ${recorded} is missing)` : ''}`,
  () => {
    const raw = JSON.parse(gunzipSync(readFileSync(recorded)).toString()) as readonly object[]
    const rowsOf = (parsed: readonly ParsedRow[]) =>
      parsed.flatMap((each) => ('row' in each ? [each.row] : []))
    const streamed = raw.map((payload) => ({ topic: 'activity', type: 'orders_matched', payload }))
    const tracker = createWhaleTracker()
    const outcomes = tracker.observeAll(rowsOf(streamed.map(parseActivityMessage)))
    const taken = outcomes.filter((outcome) => outcome === 'taken').length
    expect(taken).toBeGreaterThan(90)
    const again = tracker.observeAll(rowsOf(raw.map(parseTradeRow)))
    expect(new Set(again)).toEqual(new Set(['duplicate']))
    expect(tracker.stats().trades_observed).toBe(taken)
  },
)

test('a fill told by the stream, by both contracts of the Data API and by its wallet counts once', async () => {
  const { server, place, exchange, market } = await startExchange()
  const data = createDataReads(
    createTransport({ fetch, clock, hosts: { data: server.urls.data } as never }),
  )
  const next = await listen(server.urls.rtds)
  await next(1)
  place('maker', 'sell', '0.37', '12.34')
  place('maker', 'sell', '0.41', '100')
  place('taker', 'buy', '0.41', '33.333333')
  place('taker', 'buy', '0.41', '5')
  exchange.merge('taker', market.id, parseSize('7'))
  const messages = await next(3)

  const read = messages.map(parseActivityMessage)
  const streamed = read.flatMap((each) => ('row' in each ? [each.row] : []))
  expect(streamed.length).toBeGreaterThanOrEqual(2)
  const wallet = streamed[0]?.wallet ?? ''
  const pages: (readonly WalletActivity[])[] = [
    (await data.trades()).items,
    (await data.tradesByCursor()).items,
    (await data.activity({ wallet })).items,
    (await data.activityByCursor({ wallet })).items,
  ]
  const tracker = createWhaleTracker()
  const told = tracker.observeAll(streamed)
  expect(new Set(told)).toEqual(new Set(['taken']))
  for (const page of pages) expect(page.length).toBeGreaterThanOrEqual(streamed.length)
  for (const [index, page] of pages.entries()) {
    const outcomes = tracker.observeAll(page)
    const trades = page.filter(({ kind }) => kind === 'trade')
    const fresh = trades.filter((row) => outcomes[page.indexOf(row)] !== 'duplicate')
    expect([index, fresh]).toEqual([index, []])
  }
  expect(tracker.profile(wallet)?.trades).toBe(streamed.length)
  const merged = tracker.stats().trades_observed - streamed.length
  expect(merged).toBe(pages[2]?.filter(({ kind }) => kind !== 'trade').length)
})
