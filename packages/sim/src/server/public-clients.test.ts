import { expect, test } from 'vitest'
import { openSocket, startVenue } from './fixtures/test-server.js'

// What public clients other than the official ones send, and how the venue once refused it.

test('takes market frames that name the type beside the operation, as the Rust client sends them', async () => {
  const { server, yes, no } = await startVenue()
  const socket = await openSocket(`${server.urls.ws}/ws/market`)
  const ask = (operation: string, token: string): void =>
    socket.send({ type: 'market', operation, markets: [], assets_ids: [token], initial_dump: true })
  ask('subscribe', yes)
  expect(await socket.next()).toMatchObject([{ event_type: 'book', asset_id: yes }])
  ask('subscribe', no)
  expect(await socket.next()).toMatchObject([{ event_type: 'book', asset_id: no }])
  ask('unsubscribe', no)
  ask('subscribe', yes)
  expect(await socket.next()).toBe('NO NEW ASSETS')
  socket.send({ type: 'market', assets_ids: [no] })
  expect(await socket.next()).toBe('INVALID OPERATION')
})

test('opens with no tokens and subscribes later, as poly-websockets does', async () => {
  const { server, yes } = await startVenue()
  const socket = await openSocket(`${server.urls.ws}/ws/market`)
  socket.send({ assets_ids: [], type: 'market' })
  expect(await socket.next()).toEqual([])
  socket.send({ operation: 'subscribe', assets_ids: [yes] })
  expect(await socket.next()).toMatchObject([{ asset_id: yes }])
})

test("tells Binance's prices of a list of symbols with commas, and no others", async () => {
  const { server } = await startVenue()
  const socket = await openSocket(server.urls.rtds)
  const filters = 'solusdt,btcusdt'
  const subscription = { topic: 'crypto_prices', type: 'update', filters }
  socket.send({ action: 'subscribe', subscriptions: [subscription] })
  const heard = [await socket.next(), await socket.next(), await socket.next()]
  expect(heard.map(({ payload }) => payload.symbol)).toEqual(['btcusdt', 'solusdt', 'btcusdt'])
})

test('tells the averages that up or down markets settle on', async () => {
  const { server } = await startVenue()
  const socket = await openSocket(server.urls.rtds)
  const filters = '{"symbol":"btc/usd"}'
  const subscription = { topic: 'crypto_prices_twap_sixty', type: 'update', filters }
  socket.send({ action: 'subscribe', subscriptions: [subscription] })
  expect((await socket.next()).payload.data).toHaveLength(60)
  const { topic, payload } = await socket.next()
  expect(topic).toBe('crypto_prices_twap_sixty')
  expect(payload).toMatchObject({ symbol: 'btc/usd', window_s: 60 })
  expect(Number(payload.full_accuracy_value) / 1e18).toBeCloseTo(payload.value, 2)
})

test('lets pages of any origin call the venue, but not what steers it', async () => {
  const { server } = await startVenue()
  const preflight = (url: string): Promise<Response> =>
    fetch(url, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://example.com',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'poly_address,content-type',
      },
    })
  const order = await preflight(`${server.urls.clob}/order`)
  expect(order.ok).toBe(true)
  expect(order.headers.get('access-control-allow-origin')).toBe('*')
  expect(order.headers.get('access-control-allow-methods')).toContain('DELETE')
  expect(order.headers.get('access-control-allow-headers')).toBe('poly_address,content-type')
  const refused = await fetch(`${server.urls.data}/positions`)
  expect(refused.headers.get('access-control-allow-origin')).toBe('*')
  const steering = await preflight(`${server.urls.sim}/_sim/faults`)
  expect(steering.ok).toBe(false)
  expect(steering.headers.has('access-control-allow-origin')).toBe(false)
})

test("answers Gamma's status as plain text, and the CLOB's as JSON", async () => {
  const { server } = await startVenue()
  expect(await (await fetch(`${server.urls.gamma}/status`)).text()).toBe('OK')
  expect(await (await fetch(`${server.urls.clob}/ok`)).text()).toBe('"OK"')
})
