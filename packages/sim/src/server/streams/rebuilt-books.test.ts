import { createSeededRandom } from '@bot/core'
import { createManualClock } from '@bot/core/testing'
import { expect, test } from 'vitest'
import { createExchange } from '../../exchange/create-exchange.js'
import { createMarketGenerator } from '../../generator/create-market-generator.js'
import { createExchangeServer } from '../create-exchange-server.js'
import { atEnd, openSocket, postJson } from '../fixtures/test-server.js'

type Side = Map<string, string>
type Book = { bids: Side; asks: Side; hash: string }
type Wire = { asset_id: string; bids: Level[]; asks: Level[]; hash: string }
type Level = { price: string; size: string }

const sideOf = (levels: readonly Level[]): Side =>
  new Map(levels.map(({ price, size }) => [price, size]))

const levelsOf = (side: Side): Level[] =>
  [...side].map(([price, size]) => ({ price, size })).sort((a, b) => +a.price - +b.price)

const bestOf = ({ bids, asks }: Book): { bid: string; ask: string } => ({
  bid: levelsOf(bids).at(-1)?.price ?? '0',
  ask: levelsOf(asks)[0]?.price ?? '1',
})

test('a client that follows the stream alone holds the books that REST shows, hash for hash', async () => {
  const clock = createManualClock(Date.UTC(2026, 9, 1))
  const exchange = createExchange({ start: clock.now(), seed: 'follow' })
  const generator = createMarketGenerator({ exchange, seed: 'follow' })
  const random = createSeededRandom('follow')
  // Time runs ahead of the socket here: nobody is a slow consumer.
  const rules = { sendBufferBytes: Number.MAX_SAFE_INTEGER }
  const parts = { exchange, generator, clock, random, rules, stepMs: 500 }
  const server = await createExchangeServer(parts)
  atEnd(() => server.close())
  const tokens = exchange.markets().flatMap((market) => market.tokens)
  const socket = await openSocket(`${server.urls.ws}/ws/market`)
  socket.send({ assets_ids: tokens.slice(0, 200), type: 'market' })
  const books = new Map<string, Book>()
  const take = (wire: Wire): void => {
    books.set(wire.asset_id, { bids: sideOf(wire.bids), asks: sideOf(wire.asks), hash: wire.hash })
  }
  for (const wire of await socket.next()) take(wire)
  clock.advance(15_000)
  socket.send('PING')
  let changes = 0
  for (let frame = await socket.next(); frame !== 'PONG'; frame = await socket.next()) {
    if (frame.event_type === 'book') take(frame)
    if (frame.event_type !== 'price_change') continue
    for (const { asset_id, price, size, side, hash } of frame.price_changes) {
      const book = books.get(asset_id)
      const levels = side === 'BUY' ? book?.bids : book?.asks
      if (size === '0') levels?.delete(price)
      else levels?.set(price, size)
      if (book !== undefined) book.hash = hash
    }
    for (const { asset_id, best_bid, best_ask } of frame.price_changes) {
      const book = books.get(asset_id)
      if (book !== undefined) expect(bestOf(book)).toEqual({ bid: best_bid, ask: best_ask })
      changes += 1
    }
  }
  expect(changes).toBeGreaterThan(1_000)
  const asked = [...books.keys()].map((token_id) => ({ token_id }))
  const rest: Wire[] = (await postJson(`${server.urls.clob}/books`, asked)).body
  expect(rest.length).toBeGreaterThan(20)
  for (const wire of rest) {
    const book = books.get(wire.asset_id)
    expect(levelsOf(book?.bids ?? new Map())).toEqual(wire.bids)
    expect(levelsOf(book?.asks ?? new Map()).reverse()).toEqual(wire.asks)
    expect(book?.hash).toBe(wire.hash)
  }
}, 30_000)
