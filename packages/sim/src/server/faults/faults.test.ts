import { createSeededRandom } from '@bot/core'
import { createManualClock } from '@bot/core/testing'
import { expect, test } from 'vitest'
import { getJson, openSocket, postJson, startVenue, systemClock } from '../fixtures/test-server.js'
import { createTrader } from '../fixtures/test-trader.js'
import { createFaultBook } from './fault-book.js'

test('strikes as often as it says, where it says, as long as it says', () => {
  const clock = createManualClock()
  const faults = createFaultBook(clock, createSeededRandom(1))
  faults.set({ kind: 'reset', scope: 'gamma', count: 2 })
  faults.set([{ kind: 'stall', scope: 'clob', forMs: 100 }])
  expect(faults.take(['clob'], ['reset'])).toBeUndefined()
  const taken = [1, 2, 3].map(() => faults.take(['gamma'], ['reset', 'stall'])?.kind)
  expect(taken).toEqual(['reset', 'reset', undefined])
  clock.advance(99)
  expect(faults.take(['clob'], ['stall'])).toBeDefined()
  clock.advance(1)
  expect(faults.take(['clob'], ['stall'])).toBeUndefined()
  expect(faults.list()).toMatchObject([
    { hits: 2, active: false },
    { hits: 1, active: false },
  ])
  faults.clear()
  expect(faults.list()).toEqual([])
})

test('strikes the same requests for the same seed', () => {
  const run = (seed: number): readonly boolean[] => {
    const faults = createFaultBook(createManualClock(), createSeededRandom(seed))
    faults.set({ kind: 'reset', scope: 'data', probability: 0.5 })
    return Array.from({ length: 40 }, () => faults.take(['data'], ['reset']) !== undefined)
  }
  expect(run(7)).toEqual(run(7))
  expect(run(7)).not.toEqual(run(8))
  expect(run(7).filter((struck) => struck).length).toBeGreaterThan(10)
})

test('breaks answers in each way, in its own scope alone', async () => {
  const { server } = await startVenue()
  const { clob, gamma } = server.urls
  const once = (fault: object) => server.faults.set({ scope: 'clob', count: 1, ...fault } as never)
  once({ kind: 'reset' })
  expect((await getJson(`${gamma}/markets`)).status).toBe(200)
  await expect(fetch(`${clob}/version`)).rejects.toThrow()
  expect((await getJson(`${clob}/version`)).status).toBe(200)
  once({ kind: 'truncated-body' })
  await expect(getJson(`${clob}/markets`)).rejects.toThrow()
  once({ kind: 'wrong-json' })
  await expect(getJson(`${clob}/version`)).rejects.toThrow(SyntaxError)
  once({ kind: 'rate-limited', retryAfterSeconds: 3 })
  const limited = await getJson(`${clob}/version`)
  expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '3'])
  once({ kind: 'rate-limited' })
  expect((await getJson(`${clob}/version`)).headers.get('retry-after')).toBeNull()
  once({ kind: 'server-error', status: 502 })
  expect((await getJson(`${clob}/version`)).status).toBe(502)
  once({ kind: 'engine-restarting' })
  expect((await getJson(`${clob}/version`)).status).toBe(425)
  once({ kind: 'post-only-mode', retryAfterSeconds: 1 })
  expect(await getJson(`${clob}/version`)).toMatchObject({
    status: 503,
    body: { code: 'post_only_mode', retry_after_seconds: 1 },
  })
})

test('stalls, dribbles, and never answers', async () => {
  const { server } = await startVenue()
  const url = `${server.urls.clob}/version`
  const timed = async (): Promise<number> => {
    const before = systemClock.now()
    expect((await getJson(url)).body).toEqual({ version: 2 })
    return systemClock.now() - before
  }
  server.faults.set({ kind: 'stall', scope: 'clob', count: 1, delayMs: 80 })
  // Timers may fire a few milliseconds early, and clocks of a busy machine step.
  expect(await timed()).toBeGreaterThanOrEqual(50)
  server.faults.set({ kind: 'slow-body', scope: 'clob', count: 1, delayMs: 80 })
  expect(await timed()).toBeGreaterThanOrEqual(50)
  server.faults.set({ kind: 'no-answer', scope: 'clob', count: 1 })
  await expect(fetch(url, { signal: AbortSignal.timeout(60) })).rejects.toThrow(/timeout/)
})

test.each([
  ['server-error', 500, 0],
  ['server-error-after', 500, 1],
  ['lost-answer', undefined, 1],
  ['reset', undefined, 0],
] as const)('%s on an order leaves %s and %i orders', async (kind, status, open) => {
  const { server, exchange, yes } = await startVenue()
  const trader = await createTrader(server.urls)
  const body = await trader.order({ token: yes, side: 'BUY', maker: 4_000_000, taker: 10_000_000 })
  server.faults.set({ kind, scope: 'order', count: 1 })
  const posted = await trader.call('POST', '/order', body).catch(() => undefined)
  expect(posted?.status).toBe(status)
  expect(exchange.openOrders(trader.address)).toHaveLength(open)
  const again = await trader.call('POST', '/order', body)
  if (open === 0) expect(again.body.success).toBe(true)
  else expect(again.body.error).toMatch(/Duplicated/)
})

test('lets a cut order take effect later, when nobody counts on it any more', async () => {
  const { server, exchange, yes } = await startVenue()
  const trader = await createTrader(server.urls)
  const body = await trader.order({ token: yes, side: 'BUY', maker: 4_000_000, taker: 10_000_000 })
  server.faults.set({ kind: 'late-effect', scope: 'order', count: 1, delayMs: 60 })
  await expect(trader.call('POST', '/order', body)).rejects.toThrow()
  expect((await trader.call('GET', '/data/orders')).body.data).toEqual([])
  await expect.poll(() => exchange.openOrders(trader.address).length).toBe(1)
})

test('goes silent with PONG alive, and half-open without', async () => {
  const { server, trade, yes } = await startVenue()
  const socket = await openSocket(`${server.urls.ws}/ws/market`)
  socket.send({ assets_ids: [yes], type: 'market' })
  await socket.next()
  server.faults.set({ kind: 'silence', scope: 'ws' })
  trade('maker', 'buy', '0.30', '10')
  socket.send('PING')
  expect(await socket.next()).toBe('PONG')
  server.faults.clear()
  server.faults.set({ kind: 'half-open', scope: 'ws' })
  socket.send('PING')
  trade('maker', 'buy', '0.31', '10')
  await getJson(`${server.urls.clob}/ok`)
  expect(socket.waiting()).toEqual([])
  server.faults.clear()
  trade('maker', 'buy', '0.32', '10')
  expect((await socket.next()).price_changes[0].price).toBe('0.32')
})

test('duplicates, halves and withholds frames', async () => {
  const { server, trade, yes } = await startVenue()
  const socket = await openSocket(`${server.urls.ws}/ws/market`)
  socket.send({ assets_ids: [yes], type: 'market' })
  await socket.next()
  server.faults.set({ kind: 'duplicate-frames', scope: 'ws', count: 1 })
  trade('maker', 'buy', '0.30', '10')
  expect(await socket.next()).toEqual(await socket.next())
  server.faults.set({ kind: 'wrong-json', scope: 'ws', count: 1 })
  trade('maker', 'buy', '0.31', '10')
  expect(await socket.next()).toMatch(/^\{"event_type":"price_change"/)
  server.faults.set({ kind: 'missing-level', scope: 'ws', count: 1 })
  trade('maker', 'buy', '0.32', '10')
  trade('maker', 'buy', '0.33', '10')
  const next = await socket.next()
  expect(next.price_changes[0].price).toBe('0.33')
  const { body } = await getJson(`${server.urls.clob}/book?token_id=${yes}`)
  expect(next.price_changes[0].hash).toBe(body.hash)
  server.faults.set({ kind: 'stall', scope: 'ws', count: 1, delayMs: 30 })
  trade('maker', 'buy', '0.34', '10')
  trade('maker', 'buy', '0.35', '10')
  expect((await socket.next()).price_changes[0].price).toBe('0.35')
  expect((await socket.next()).price_changes[0].price).toBe('0.34')
})

test('drops the next connections, and those that are open', async () => {
  const { server, trade, yes } = await startVenue()
  const url = `${server.urls.ws}/ws/market`
  const socket = await openSocket(url)
  socket.send({ assets_ids: [yes], type: 'market' })
  await socket.next()
  server.faults.set({ kind: 'disconnect', scope: 'ws', count: 1 })
  trade('maker', 'buy', '0.30', '10')
  expect((await socket.closed).code).toBe(1006)
  server.faults.set({ kind: 'reset', scope: 'ws', count: 2 })
  await expect(openSocket(url)).rejects.toThrow()
  await expect(openSocket(url)).rejects.toThrow()
  expect(await openSocket(url)).toBeDefined()
})

test('restarts: cuts everything, refuses connections, and comes back on the same port', async () => {
  const { server } = await startVenue()
  const url = `${server.urls.clob}/ok`
  const socket = await openSocket(`${server.urls.ws}/ws/market`)
  server.faults.set({ kind: 'restart', scope: 'clob', forMs: 100 })
  expect((await socket.closed).code).toBe(1006)
  const refused = await fetch(url).catch((cause: unknown) => cause)
  expect((refused as { cause: { code: string } }).cause.code).toBe('ECONNREFUSED')
  await expect
    .poll(() =>
      getJson(url).then(
        (read) => read.status,
        () => 0,
      ),
    )
    .toBe(200)
})

test('is set by scripts over HTTP, which refuses what it does not know', async () => {
  const { server, market } = await startVenue()
  const { sim, clob } = server.urls
  const set = await postJson(`${sim}/_sim/faults`, {
    kind: 'server-error',
    scope: 'clob',
    count: 1,
  })
  expect(set.body).toMatchObject([{ fault: { kind: 'server-error' }, hits: 0, active: true }])
  expect((await getJson(`${clob}/version`)).status).toBe(500)
  expect((await postJson(`${sim}/_sim/faults`, { kind: 'plague', scope: 'clob' })).status).toBe(400)
  expect(
    (await postJson(`${sim}/_sim/faults`, { kind: 'reset', scope: 'ws', often: 1 })).status,
  ).toBe(400)
  expect((await getJson(`${sim}/_sim/faults`, { method: 'DELETE' })).body).toEqual([])
  const state = (await getJson(`${sim}/_sim/state`)).body
  expect(state).toMatchObject({ simulated: true, markets: { open: 1 }, sockets: { market: 0 } })
  expect((await getJson(`${sim}/_sim/planted`)).body).toEqual([])
  expect(market.status).toBe('open')
})
