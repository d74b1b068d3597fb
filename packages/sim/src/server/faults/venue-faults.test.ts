import { marketId, tokenId } from '@bot/core'
import { expect, test } from 'vitest'
import { getJson, openSocket, postJson, startVenue } from '../fixtures/test-server.js'
import { createTrader } from '../fixtures/test-trader.js'

const path = '/ws/market'

const subscribe = async (url: string, tokens: readonly string[]) => {
  const socket = await openSocket(url + path)
  socket.send({ assets_ids: tokens, type: 'market', custom_feature_enabled: true })
  return { socket, opening: await socket.next() }
}

test('refuses connections for a while, and lets open sockets live', async () => {
  const { server, trade, yes } = await startVenue()
  const { socket } = await subscribe(server.urls.ws, [yes])
  server.faults.set({ kind: 'refused', forMs: 100 })
  await expect(openSocket(server.urls.ws + path)).rejects.toThrow(/ECONNREFUSED/)
  trade('maker', 'buy', '0.30', '10')
  expect((await socket.next()).event_type).toBe('price_change')
  const reached = (): Promise<number> =>
    getJson(`${server.urls.clob}/ok`).then(
      (read) => read.status,
      () => 0,
    )
  await expect.poll(reached).toBe(200)
})

test('is silent about a token that was subscribed to, and tells of the others', async () => {
  const { server, trade, yes, exchange, market } = await startVenue()
  const [other] = exchange.createMarket({ slug: 'b', question: 'B?', endsAt: market.endsAt }).tokens
  server.faults.set({ kind: 'silent-subscription', scope: 'ws-market', token: yes })
  const { socket, opening } = await subscribe(server.urls.ws, [yes, other])
  expect(opening.map((book: { asset_id: string }) => book.asset_id)).toEqual([other])
  trade('maker', 'buy', '0.30', '10')
  socket.send('PING')
  expect(await socket.next()).toBe('PONG')
})

test('swaps two frames, loses one, and closes a slow consumer', async () => {
  const { server, trade, yes } = await startVenue()
  const { socket } = await subscribe(server.urls.ws, [yes])
  const price = async (): Promise<string> =>
    (await socket.nextOf('price_change')).price_changes[0].price
  server.faults.set({ kind: 'reordered-frames', scope: 'ws-market', count: 1 })
  trade('maker', 'buy', '0.30', '10')
  expect((await socket.next()).event_type).toBe('best_bid_ask')
  expect(await price()).toBe('0.3')
  server.faults.set({ kind: 'lost-frames', scope: 'ws-market', count: 1 })
  trade('maker', 'buy', '0.31', '10')
  trade('maker', 'buy', '0.32', '10')
  expect(await price()).toBe('0.32')
  server.faults.set({ kind: 'slow-consumer', scope: 'ws', count: 1 })
  trade('maker', 'buy', '0.33', '10')
  expect(await socket.closed).toEqual({ code: 1013, reason: 'slow consumer: send buffer full' })
})

test('loses and doubles frames of the user channel alone', async () => {
  const { server, trade, yes } = await startVenue()
  const { socket } = await subscribe(server.urls.ws, [yes])
  const { apiKey, secret, passphrase, order, call } = await createTrader(server.urls)
  const user = await openSocket(`${server.urls.ws}/ws/user`)
  user.send({ type: 'user', auth: { apiKey, secret, passphrase } })
  user.send('PING')
  await user.next()
  server.faults.set([
    { kind: 'lost-frames', scope: 'ws-user', count: 1 },
    { kind: 'duplicate-frames', scope: 'ws-user', count: 1 },
  ])
  const body = await order({ token: yes, side: 'BUY', maker: 4_000_000, taker: 10_000_000 })
  await call('POST', '/order', body)
  trade('taker', 'sell', '0.40', '6')
  expect((await socket.nextOf('price_change')).price_changes[0].size).toBe('10')
  const first = await user.next()
  expect(first).toMatchObject({ event_type: 'trade', status: 'MATCHED' })
  expect(await user.next()).toEqual(first)
})

test('keeps one dead connection dead as long as the fault lasts', async () => {
  const { server, trade, yes } = await startVenue()
  const dead = await subscribe(server.urls.ws, [yes])
  server.faults.set({ kind: 'half-open', scope: 'ws-market', count: 1 })
  trade('maker', 'buy', '0.30', '10')
  dead.socket.send('PING')
  const alive = await subscribe(server.urls.ws, [yes])
  trade('maker', 'buy', '0.31', '10')
  await alive.socket.nextOf('price_change')
  expect(dead.socket.waiting()).toEqual([])
})

test('puts the whole venue into a mode, restarting and then post-only', async () => {
  const { server, yes } = await startVenue({ rules: { postOnlyMs: 60_000 } })
  const trader = await createTrader(server.urls)
  const order = await trader.order({ token: yes, side: 'BUY', maker: 4_000_000, taker: 10_000_000 })
  server.faults.set({ kind: 'trading-mode', mode: 'restarting', forMs: 50 })
  expect((await trader.call('POST', '/order', order)).status).toBe(425)
  const posted = async (): Promise<number> => (await trader.call('POST', '/order', order)).status
  await expect.poll(posted).toBe(503)
  server.faults.clear()
  expect((await trader.call('POST', '/order', order)).body.success).toBe(true)
})

test('breaks the engine: phantom balance, failed settlement, lag, skew, tick, lost resolution', async () => {
  const { server, yes, exchange, market, trade } = await startVenue({
    rules: { resolvedLagMs: 20 },
  })
  const { faults, urls } = server
  const trader = await createTrader(urls)
  const parts = { token: yes, side: 'BUY', maker: 4_000_000, taker: 10_000_000 } as const
  faults.set({ kind: 'phantom-balance', owner: trader.address, count: 1 })
  const refused = await trader.call('POST', '/order', await trader.order(parts))
  expect(refused.body.error ?? refused.body.errorMsg).toMatch(/not enough balance/)
  faults.set({ kind: 'failed-settlement', count: 1 })
  trade('maker', 'sell', '0.45', '10')
  trade('taker', 'buy', '0.45', '10')
  expect(faults.list().map(({ hits, active }) => [hits, active])).toEqual([
    [1, false],
    [1, false],
  ])
  faults.clear()
  faults.set({ kind: 'matcher-lag', delayMs: 60_000, probability: 1 })
  trade('maker', 'sell', '0.45', '10')
  trade('taker', 'buy', '0.46', '10')
  const book = exchange.book(tokenId(yes))
  expect([book?.bids[0]?.price, book?.asks[0]?.price]).toEqual([4600, 4500])
  faults.set({ kind: 'clock-skew', skewMs: 3_600_000 })
  const told = Number(await (await fetch(`${urls.clob}/time`)).text())
  expect(told * 1000 - exchange.actualNow()).toBeGreaterThan(3_500_000)
  faults.set({ kind: 'tick-change', market: 'will-it-rain', tick: '0.001' })
  expect(exchange.market(market.id)?.tick).toBe(10)
  faults.clear()
  const { socket } = await subscribe(urls.ws, [yes])
  faults.set({ kind: 'missing-resolution' })
  exchange.resolve(marketId(market.id), [1_000_000, 0])
  await expect
    .poll(() => exchange.actualNow() - (exchange.market(market.id)?.resolvedAt ?? 0))
    .toBeGreaterThan(100)
  socket.send('PING')
  expect(await socket.nextOf('price_change')).toBeDefined()
  expect(socket.waiting().some((frame) => frame.event_type === 'market_resolved')).toBe(false)
})

test('says what was expected of a fault that fits nothing', async () => {
  const { server } = await startVenue()
  const url = `${server.urls.sim}/_sim/faults`
  const refused = await postJson(url, { kind: 'tick-change', market: 'nowhere', tick: '0.001' })
  expect(refused.status).toBe(400)
  expect(refused.body.error).toMatch(/Expected a condition id, token, number or slug/)
  expect((await postJson(url, { kind: 'silence', scope: 'clob' })).body.error).toMatch(
    /Expected scope of "silence" to be one of ws, ws-market, ws-user, was "clob"/,
  )
  expect((await getJson(`${server.urls.sim}/_sim/fault-kinds`)).body).toHaveProperty('reset')
})
