import { createHash } from 'node:crypto'
import { createSeededRandom, orderId, price, size, usd } from '@bot/core'
import { expect, test } from 'vitest'
import {
  getJson,
  openSocket,
  postJson,
  startVenue,
  type TestSocket,
} from '../fixtures/test-server.js'

type Wire = Readonly<Record<string, unknown>>

/** The venue's recipe, written down apart from the server's: the keys in this order, and an empty hash. */
const RECIPE = [
  'market',
  'asset_id',
  'timestamp',
  'hash',
  'bids',
  'asks',
  'min_order_size',
  'tick_size',
  'neg_risk',
  'last_trade_price',
]

const hashOf = (book: Wire): string => {
  const ordered = Object.fromEntries(RECIPE.map((key) => [key, key === 'hash' ? '' : book[key]]))
  return createHash('sha1').update(JSON.stringify(ordered)).digest('hex')
}

/** Reads all that a socket was sent so far and returns the last hash that it told of each token. */
const toldHashes = async (socket: TestSocket): Promise<ReadonlyMap<string, string>> => {
  const hashes = new Map<string, string>()
  socket.send('PING')
  for (let frame = await socket.next(); frame !== 'PONG'; frame = await socket.next()) {
    for (const event of Array.isArray(frame) ? frame : [frame]) {
      if (event.event_type === 'book') hashes.set(event.asset_id, event.hash)
      for (const change of event.price_changes ?? []) hashes.set(change.asset_id, change.hash)
    }
  }
  return hashes
}

test.each(['a', 'b', 'c'])(
  'shows one book by REST, by the stream and by its hash after every change, seed %s',
  async (seed) => {
    const { server, exchange, market } = await startVenue()
    const random = createSeededRandom(seed)
    const pick = <T>(choices: readonly T[]): T =>
      choices[Math.floor(random() * choices.length)] as T
    const socket = await openSocket(`${server.urls.ws}/ws/market`)
    socket.send({ assets_ids: market.tokens, type: 'market' })
    await socket.next()
    exchange.deposit('maker', usd(1_000_000_000))
    let changed = 0
    for (let number = 0; number < 60; number++) {
      if (number === 40) exchange.setTick(market.id, 10)
      const resting = exchange.openOrders('maker')
      if (random() < 0.3 && resting.length > 0) exchange.cancel('maker', [pick(resting).id])
      else {
        exchange.place({
          id: orderId(`${seed}-${number}`),
          owner: 'maker',
          token: pick(market.tokens),
          side: pick(['buy', 'sell']),
          shares: size((500 + Math.floor(random() * 5_000)) * 10_000),
          limit: price(4_000 + Math.floor(random() * 20) * 100),
          tif: pick(['gtc', 'gtc', 'gtc', 'fak']),
          postOnly: false,
        })
      }
      const told = await toldHashes(socket)
      const asked = market.tokens.map((token_id) => ({ token_id }))
      const books: Wire[] = (await postJson(`${server.urls.clob}/books`, asked)).body
      expect(books).toHaveLength(2)
      for (const book of books) {
        expect(book['hash']).toBe(hashOf(book))
        const alone = await getJson(`${server.urls.clob}/book?token_id=${book['asset_id']}`)
        expect(alone.body).toEqual(book)
        const hash = told.get(String(book['asset_id']))
        // What is said of a book last is what it is; a kill or a tick alone says nothing of levels.
        if (hash !== undefined) {
          expect(hash).toBe(book['hash'])
          changed += 1
        }
      }
    }
    expect(changed).toBeGreaterThan(60)
  },
)
