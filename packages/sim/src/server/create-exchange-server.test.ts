import { createServer } from 'node:net'
import { createSeededRandom, timeMs } from '@bot/core'
import { createManualClock } from '@bot/core/testing'
import { expect, test } from 'vitest'
import { createExchange } from '../exchange/create-exchange.js'
import { createMarketGenerator } from '../generator/create-market-generator.js'
import { createExchangeServer } from './create-exchange-server.js'
import { atEnd, getJson, openSocket, startVenue } from './fixtures/test-server.js'

test('moves the exchange and the generator on, as fast as it is told', async () => {
  const clock = createManualClock()
  const steps: number[] = []
  const generator = { step: (at: number) => void steps.push(at), planted: () => [{ id: 'one' }] }
  const { server, exchange } = await startVenue({ clock, generator, speed: 10, stepMs: 100 })
  const start = clock.now()
  clock.advance(1_000)
  expect(exchange.now()).toBe(start + 10_000)
  expect(steps.slice(0, 3)).toEqual([start, start + 1_000, start + 2_000])
  expect((await getJson(`${server.urls.sim}/_sim/planted`)).body).toEqual([{ id: 'one' }])
})

test('goes on from the time of an exchange that was saved ahead of the clock', async () => {
  const clock = createManualClock()
  const exchange = createExchange({ start: timeMs(clock.now() + 3_600_000), seed: 'ahead' })
  await startVenue({ clock, exchange })
  const before = exchange.now()
  clock.advance(1_000)
  expect(exchange.now()).toBe(before + 1_000)
})

test('reports a generator that throws and goes on', async () => {
  const clock = createManualClock()
  const told: string[] = []
  const step = (): void => {
    throw new Error('no market today')
  }
  const log = (message: string, details?: object): void =>
    void told.push(`${message}: ${JSON.stringify(details)}`)
  const { server } = await startVenue({ clock, generator: { step }, log })
  clock.advance(60)
  expect(told).toHaveLength(2)
  expect(told[0]).toMatch(/no market today/)
  expect((await getJson(`${server.urls.clob}/ok`)).status).toBe(200)
})

test('names a port that is taken, and a bad rule', async () => {
  const taken = createServer()
  await new Promise<void>((resolve) => void taken.listen(0, '127.0.0.1', resolve))
  atEnd(() => void taken.close())
  const { port } = taken.address() as { port: number }
  await expect(startVenue({ port })).rejects.toMatchObject({ code: 'port-in-use' })
  await expect(startVenue({ rules: { idleMs: -1 } })).rejects.toMatchObject({
    code: 'invalid-config',
  })
})

test('closes wholly in the middle of everything: no timer and no connection stays', async () => {
  const clock = createManualClock()
  const { server, yes } = await startVenue({ clock })
  const socket = await openSocket(`${server.urls.ws}/ws/market`)
  socket.send({ assets_ids: [yes], type: 'market' })
  await socket.next()
  server.faults.set({ kind: 'stall', scope: 'clob', delayMs: 60_000 })
  server.faults.set({ kind: 'no-answer', scope: 'gamma' })
  const hung = ['clob/version', 'gamma/markets'].map((path) =>
    fetch(`${server.urls.sim}/${path}`).then(
      () => 'answered',
      () => 'cut',
    ),
  )
  await getJson(`${server.urls.data}/trades`)
  server.faults.set({ kind: 'restart', scope: 'ws', forMs: 60_000 })
  await server.close()
  expect(await Promise.all(hung)).toEqual(['cut', 'cut'])
  expect((await socket.closed).code).toBe(1006)
  expect(clock.pending()).toBe(0)
})

test('serves a generated market: books, trades and wallets appear by themselves', async () => {
  const clock = createManualClock(Date.UTC(2026, 9, 1))
  const exchange = createExchange({ start: clock.now(), seed: 'life' })
  const generator = createMarketGenerator({ exchange, seed: 'life' })
  const random = createSeededRandom('life')
  const server = await createExchangeServer({ exchange, generator, clock, random, stepMs: 1_000 })
  atEnd(() => server.close())
  clock.advance(30_000)
  const { events } = (await getJson(`${server.urls.gamma}/events/keyset?limit=100`)).body
  expect(events.some((event: { negRisk: boolean }) => event.negRisk)).toBe(true)
  const markets = (await getJson(`${server.urls.gamma}/markets?order=volume`)).body
  // An outcome that is all but certain has nothing on one side.
  const market = markets.find(
    (one: { bestBid?: number; bestAsk?: number }) => one.bestBid && one.bestAsk,
  )
  const [token] = JSON.parse(market.clobTokenIds)
  const book = (await getJson(`${server.urls.clob}/book?token_id=${token}`)).body
  expect(Number(book.bids.at(-1).price)).toBeLessThan(Number(book.asks.at(-1).price))
  expect((await getJson(`${server.urls.data}/trades?limit=5`)).body).toHaveLength(5)
  const [leader] = (await getJson(`${server.urls.data}/v1/leaderboard?orderBy=VOL`)).body
  expect(leader.proxyWallet).toMatch(/^0x[0-9a-f]{40}$/)
  const state = (await getJson(`${server.urls.sim}/_sim/state`)).body
  expect(state.now).toBe(timeMs(clock.now()))
}, 30_000)

test('with ports of their own, hosts answer at the root for clients that drop the path of an address', async () => {
  const { server } = await startVenue({ ownPorts: true })
  const { clob, gamma, data, sim } = server.urls
  expect(new Set([clob, gamma, data, sim].map((url) => new URL(url).port)).size).toBe(4)
  expect([clob, gamma, data].map((url) => new URL(url).pathname)).toEqual(['/', '/', '/'])
  expect((await getJson(String(new URL('/version', clob)))).body).toEqual({ version: 2 })
  expect((await getJson(String(new URL('/markets', gamma)))).status).toBe(200)
  expect((await getJson(String(new URL('/trades?limit=1', data)))).status).toBe(200)
  expect((await getJson(`${sim}/clob/version`)).body).toEqual({ version: 2 })
  expect((await getJson(`${clob}/clob/version`)).status).toBe(404)
})
