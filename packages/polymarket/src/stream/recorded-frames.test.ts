import { readdirSync } from 'node:fs'
import { applySnapshot, createOrderBook, type OrderBook, setLevel, timeMs } from '@bot/core'
import { expect, test } from 'vitest'
import { countBy, findRealData, readRealText } from '../fixtures/real-data.js'
import { createMarketStreamProtocol } from './market-stream-protocol.js'

const protocol = createMarketStreamProtocol()

test('reads all 64,768 recorded frames of 2025 without a refused part', {
  timeout: 60_000,
}, (context) => {
  const folder = findRealData(context, 'recordings')
  const kinds: string[] = []
  let frames = 0
  for (const recording of readdirSync(folder)) {
    const books = new Map<string, OrderBook>()
    for (const line of readRealText(`${folder}/${recording}/frames.jsonl.gz`).split('\n')) {
      if (line === '') continue
      const { t, d } = JSON.parse(line)
      const { updates, rejected } = protocol.decodeMessage(d, timeMs(t))
      frames += 1
      expect(rejected).toEqual([])
      for (const update of updates) {
        kinds.push(update.kind)
        if (update.kind === 'book') {
          const book = createOrderBook(update.token)
          applySnapshot(book, { ...update, epoch: 1 }, update.venueAt, timeMs(t))
          books.set(update.token, book)
        }
        if (update.kind !== 'changes') continue
        for (const { token, side, price, size } of update.changes) {
          const book = books.get(token)
          if (book !== undefined) setLevel(book, side, price, size)
        }
      }
    }
    expect([...books.values()].map((book) => book.status)).toEqual(['live', 'live'])
  }
  expect(frames).toBe(64_768)
  // The recordings' description counts one book or change a frame.
  expect(countBy(kinds)).toEqual({ book: 2_121, changes: 62_647 })
})

const read = (folder: string, file: string) =>
  protocol.decode(readRealText(`${folder}/${file}`), timeMs(1))

test('reads every captured message of the market channel', (context) => {
  const folder = findRealData(context, 'payloads')
  const cases = {
    'nautilus-rust/ws_market_best_bid_ask_msg.json': 'best',
    'nautilus-rust/ws_market_book_msg.json': 'book',
    'nautilus-rust/ws_market_last_trade_msg.json': 'trade',
    'nautilus-rust/ws_market_new_market_msg.json': 'market-created',
    'nautilus-rust/ws_market_price_change_msg.json': 'changes',
    'nautilus-rust/ws_market_resolved_msg.json': 'market-resolved',
    'nautilus-rust/ws_market_tick_size_msg.json': 'tick-size',
    'nautilus-python/ws_messages/book.json': 'book',
    'nautilus-python/ws_messages/last_trade_price.json': 'trade',
    'nautilus-python/ws_messages/price_change.json': 'changes',
    'nautilus-python/ws_messages/price_change_v2.json': 'changes',
    'nautilus-python/ws_messages/tick_size_change.json': 'tick-size',
  }
  for (const [file, kind] of Object.entries(cases)) {
    const { updates, rejected } = read(folder, file)
    expect(
      updates.map((update) => update.kind),
      file,
    ).toEqual([kind])
    expect(rejected, file).toEqual([])
  }
})

test('refuses messages of the user channel and ones without a type by name', (context) => {
  const folder = findRealData(context, 'payloads')
  const refused = (file: string) => read(folder, file).rejected.map((part) => part.reason)
  expect(refused('nautilus-python/ws_messages/user_trade1.json')).toEqual(['unknown-event-type'])
  expect(refused('nautilus-rust/ws_quotes.json')).toEqual(['missing-event-type'])
})
