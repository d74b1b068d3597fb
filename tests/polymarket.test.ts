import {
  type Clock,
  createSeededRandom,
  orderId,
  parsePrice,
  parseSize,
  type StreamUpdate,
  timeMs,
  tokenId,
  usd,
} from '@bot/core'
import { bookReaderCases } from '@bot/core/testing'
import { createPolymarketReads, type PolymarketReads } from '@bot/polymarket'
import { createExchange, type SimExchange, type SimMarket } from '@bot/sim'
import { createExchangeServer } from '@bot/sim/server'
import { expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'

const clock: Clock = {
  now: () => timeMs(Date.now()),
  after: (delayMs, task) => {
    const timer = setTimeout(task, delayMs)
    return () => clearTimeout(timer)
  },
}

type Venue = Readonly<{
  buy: Buyer
  exchange: SimExchange
  markets: readonly [SimMarket, SimMarket]
  reads: PolymarketReads
}>

type Buyer = (owner: string, outcome: 0 | 1, limit: string, shares: string) => void

const orderPlacer = (exchange: SimExchange, market: SimMarket): Buyer => {
  let count = 0
  return (owner, outcome, limit, shares) => {
    count += 1
    exchange.place({
      id: orderId(`0x${owner}${count}`),
      owner,
      token: market.tokens[outcome],
      side: 'buy',
      shares: parseSize(shares),
      limit: parsePrice(limit),
      tif: 'gtc',
      postOnly: false,
    })
  }
}

/** A negRisk event of two markets; the first has two bids. */
const startVenue = async (): Promise<Venue> => {
  const start = timeMs(Date.now())
  const exchange = createExchange({ start })
  const event = {
    id: '9',
    slug: 'event',
    title: 'Event',
    negRisk: { group: `0x${'a'.repeat(62)}00`, augmented: false },
  }
  const endsAt = timeMs(start + 86_400_000)
  const fee = { ratePpm: 40_000, exponent: 1, takerOnly: true }
  const first = exchange.createMarket({ slug: 'a', question: 'A?', label: 'A', endsAt, event, fee })
  const second = exchange.createMarket({ slug: 'b', question: 'B?', label: 'B', endsAt, event })
  for (const owner of ['maker', 'taker']) exchange.deposit(owner, usd(1_000_000_000))
  const buy = orderPlacer(exchange, first)
  buy('maker', 0, '0.48', '100')
  buy('maker', 0, '0.47', '50')
  const rules = { resolvedLagMs: 20 }
  const random = createSeededRandom(1)
  const server = await createExchangeServer({ exchange, clock, random, rules })
  onTestFinished(() => server.close())
  const reads = createPolymarketReads({ fetch, clock, hosts: server.urls })
  return { buy, exchange, markets: [first, second], reads }
}

test('reads a simulated Polymarket’s catalogue in every way to the same facts', async () => {
  const { markets, reads } = await startVenue()
  const [first, second] = markets
  const { items, rejected } = await reads.gamma.markets()
  expect(rejected).toEqual([])
  expect(items.map((item) => item.id).sort()).toEqual([first.id, second.id].sort())
  const facts = items.find((item) => item.id === first.id)
  expect(facts).toMatchObject({
    slug: 'a',
    label: 'A',
    tokens: first.tokens,
    tradable: true,
    event: '9',
    tick: first.tick,
    minimumSize: first.minimumSize,
    fee: first.fee,
    negRisk: { role: 'named', augmented: false },
    resolution: { state: 'unresolved' },
  })
  const byOffset = await reads.gamma.marketsByOffset()
  const byCondition = await reads.gamma.marketsByCondition([first.id])
  const byToken = await reads.gamma.marketsByToken([first.tokens[1]])
  const events = await reads.gamma.events()
  expect(byOffset.items.find((item) => item.id === first.id)).toEqual(facts)
  expect(byCondition.items).toEqual([facts])
  expect(byToken.items).toEqual([facts])
  expect(await reads.gamma.marketBySlug('a')).toEqual(facts)
  expect(await reads.gamma.marketBySlug('none')).toBeUndefined()
  expect(events.items.map((event) => [event.id, event.markets.length])).toEqual([['9', 2]])
  expect((await reads.gamma.eventBySlug('event'))?.negRisk).toBe(true)
})

test('reads a simulated Polymarket’s CLOB', async () => {
  const { markets, reads } = await startVenue()
  const [{ id, tokens, fee, tick }] = markets
  const [yes, no] = tokens
  const { clob } = reads
  const books = await reads.readBooks(tokens, new AbortController().signal)
  const book = books.find((reading) => reading.token === yes)
  expect(book?.bids.at(-1)).toEqual({ price: parsePrice('0.48'), size: parseSize('100') })
  const mirrored = books.find((reading) => reading.token === no)
  expect(mirrored?.asks.at(-1)).toEqual({ price: parsePrice('0.52'), size: parseSize('100') })
  expect(await clob.book(yes)).toEqual(book)
  expect(await clob.book(tokenId('1'))).toBeUndefined()
  expect(await clob.market(id)).toMatchObject({ id, tokens, fee, tick, tradable: true })
  expect(await clob.compactMarket(id)).toMatchObject({ market: id, negRisk: true, fee })
  expect(await clob.marketByToken(no)).toEqual({ market: id, tokens })
  expect(await clob.tickSize(yes)).toBe(tick)
  expect(await clob.negRisk(yes)).toBe(true)
  expect(await clob.version()).toBe(2)
  expect(Math.abs((await clob.time()) - Date.now())).toBeLessThan(5_000)
  expect((await clob.markets()).items).toHaveLength(2)
  expect((await clob.samplingMarkets()).rejected).toEqual([])
  expect(await clob.prices([yes])).toHaveLength(1)
})

for (const { name, run } of bookReaderCases) {
  test(`as every reader of books over HTTP, ${name}`, async () => {
    const { markets, reads } = await startVenue()
    await run(async () => ({
      read: reads.readBooks,
      known: markets[0].tokens,
      unknown: tokenId('123'),
    }))
  })
}

test('follows a simulated Polymarket’s market channel without a refused part', async () => {
  const { buy, exchange, markets, reads } = await startVenue()
  const [{ id, tokens }] = markets
  const updates: StreamUpdate[] = []
  const waiting = new Set<() => void>()
  const socket = new WebSocket(reads.stream.url, { perMessageDeflate: false })
  onTestFinished(() => socket.terminate())
  socket.on('message', (bytes) => {
    const frame = reads.stream.decode(String(bytes), clock.now())
    expect(frame.rejected).toEqual([])
    updates.push(...frame.updates)
    for (const check of waiting) check()
  })
  const until = (arrived: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const check = (): void => {
        if (!arrived()) return
        waiting.delete(check)
        resolve()
      }
      waiting.add(check)
      check()
    })
  const saw = (kind: StreamUpdate['kind']) => () => updates.some((update) => update.kind === kind)
  await new Promise((resolve) => socket.once('open', resolve))
  socket.send(reads.stream.subscribe(tokens, true))
  await until(() => updates.filter((update) => update.kind === 'book').length >= 2)
  buy('maker', 0, '0.46', '10')
  await until(saw('changes'))
  const change = updates.find((update) => update.kind === 'changes')
  expect(change).toMatchObject({ market: id, changes: [{ side: 'bid' }, { side: 'ask' }] })
  buy('taker', 1, '0.52', '20')
  await until(saw('trade'))
  expect(updates.find((update) => update.kind === 'trade')).toMatchObject({
    market: id,
    side: 'buy',
  })
  // A second first frame on one connection is refused.
  socket.send(reads.stream.subscribe(tokens, true))
  await until(saw('notice'))
  exchange.resolve(id, [1_000_000, 0])
  await until(saw('market-resolved'))
  expect(updates.find((update) => update.kind === 'market-resolved')).toMatchObject({
    market: id,
    winner: tokens[0],
  })
})
