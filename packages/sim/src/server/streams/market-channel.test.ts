import { expect, test } from 'vitest'
import { getJson, openSocket, startVenue } from '../fixtures/test-server.js'

const path = '/ws/market'

test('opens with one array of books, then tells both mirrored entries in one message', async () => {
  const { server, trade, yes, no, market } = await startVenue()
  trade('maker', 'buy', '0.40', '100')
  const socket = await openSocket(server.urls.ws + path)
  socket.send({ assets_ids: [yes, no], type: 'market' })
  const books = await socket.next()
  expect(books).toMatchObject([
    { event_type: 'book', asset_id: yes, market: market.id, bids: [{ price: '0.4', size: '100' }] },
    { event_type: 'book', asset_id: no, asks: [{ price: '0.6', size: '100' }], tick_size: '0.01' },
  ])
  trade('maker', 'buy', '0.41', '50')
  const change = await socket.next()
  const [first, second] = change.price_changes
  expect(change).toMatchObject({ event_type: 'price_change', market: market.id })
  expect(first).toMatchObject({
    asset_id: yes,
    price: '0.41',
    size: '50',
    side: 'BUY',
    best_bid: '0.41',
    best_ask: '1',
  })
  expect(second).toMatchObject({
    asset_id: no,
    price: '0.59',
    size: '50',
    side: 'SELL',
    best_bid: '0',
    best_ask: '0.59',
  })
  const witness = (await getJson(`${server.urls.clob}/book?token_id=${no}`)).body
  expect(second.hash).toBe(witness.hash)
  expect(change.timestamp).toBe(witness.timestamp)
})

test('answers an empty array when no token has a book, and leaves unknown ones out', async () => {
  const { server, yes } = await startVenue()
  const empty = await openSocket(server.urls.ws + path)
  empty.send({ assets_ids: ['1'], type: 'market' })
  expect(await empty.next()).toEqual([])
  const mixed = await openSocket(server.urls.ws + path)
  mixed.send({ assets_ids: ['1', yes], type: 'market' })
  expect(await mixed.next()).toHaveLength(1)
})

test('answers with the literal texts', async () => {
  const { server, yes, no } = await startVenue()
  const socket = await openSocket(server.urls.ws + path)
  const asked = async (frame: unknown): Promise<unknown> => {
    socket.send(frame)
    return socket.next()
  }
  expect(await asked('PING')).toBe('PONG')
  expect(await asked('hello')).toBe('INVALID MESSAGE')
  expect(await asked({ assets_ids: [yes], operation: 'subscribe' })).toBe('INVALID OPERATION')
  expect(await asked({ assets_ids: [yes], type: 'market' })).toHaveLength(1)
  expect(await asked({ assets_ids: [no], type: 'market' })).toBe('INVALID OPERATION')
  expect(await asked({ assets_ids: [yes], operation: 'subscribe' })).toBe('NO NEW ASSETS')
  expect(await asked({ assets_ids: [yes], operation: 'dance' })).toBe('INVALID OPERATION')
  expect(await asked({ assets_ids: [no], operation: 'subscribe' })).toHaveLength(1)
})

test('tells a trade after the book shows it', async () => {
  const { server, trade, yes } = await startVenue()
  trade('maker', 'sell', '0.50', '20')
  const socket = await openSocket(server.urls.ws + path)
  socket.send({ assets_ids: [yes], type: 'market' })
  await socket.next()
  trade('taker', 'buy', '0.50', '8')
  expect(await socket.next()).toMatchObject({
    event_type: 'price_change',
    price_changes: [{ price: '0.5', size: '12', side: 'SELL' }, {}],
  })
  expect(await socket.next()).toMatchObject({
    event_type: 'book',
    asset_id: yes,
    asks: [{ price: '0.5', size: '12' }],
    last_trade_price: '0.5',
  })
  expect(await socket.next()).toMatchObject({
    event_type: 'last_trade_price',
    asset_id: yes,
    price: '0.5',
    size: '8',
    side: 'BUY',
    fee_rate_bps: '0',
  })
})

test('sends the custom events to those alone who asked for them', async () => {
  const { server, trade, yes, exchange, market } = await startVenue()
  const plain = await openSocket(server.urls.ws + path)
  const custom = await openSocket(server.urls.ws + path)
  plain.send({ assets_ids: [yes], type: 'market' })
  custom.send({ assets_ids: [yes], type: 'market', custom_feature_enabled: true })
  await Promise.all([plain.next(), custom.next()])
  trade('maker', 'buy', '0.30', '10')
  expect(await custom.nextOf('best_bid_ask')).toMatchObject({
    asset_id: yes,
    best_bid: '0.3',
    best_ask: '1',
    spread: '0.7',
  })
  exchange.createMarket({ slug: 'another', question: 'Another?', endsAt: market.endsAt })
  expect(await custom.nextOf('new_market')).toMatchObject({
    slug: 'another',
    outcomes: ['Yes', 'No'],
    order_price_min_tick_size: '0.01',
    fees_enabled: false,
  })
  plain.send('PING')
  expect(await plain.nextOf('price_change')).toBeDefined()
  expect(await plain.next()).toBe('PONG')
})

test('empties the book, announces the winner and closes when nothing is left to tell', async () => {
  const rules = { resolvedLagMs: 100 }
  const { server, trade, yes, exchange, market } = await startVenue({ rules })
  trade('maker', 'buy', '0.30', '10')
  const socket = await openSocket(server.urls.ws + path)
  socket.send({ assets_ids: [yes], type: 'market', custom_feature_enabled: true })
  await socket.next()
  const resolvedAt = exchange.now()
  exchange.resolve(market.id, [1_000_000, 0])
  expect(await socket.nextOf('price_change')).toMatchObject({
    price_changes: [{ asset_id: yes, size: '0', best_bid: '0', best_ask: '1' }, {}],
  })
  const told = await socket.nextOf('market_resolved')
  expect(Number(told.timestamp)).toBeGreaterThanOrEqual(resolvedAt + 100)
  expect(told).toMatchObject({
    market: market.id,
    winning_asset_id: yes,
    winning_outcome: 'Yes',
    assets_ids: market.tokens,
  })
  expect(await socket.closed).toEqual({ code: 1000, reason: 'all subscribed assets resolved' })
})

test('announces a tick change twice', async () => {
  const { server, yes, exchange, market } = await startVenue()
  const socket = await openSocket(server.urls.ws + path)
  socket.send({ assets_ids: [yes], type: 'market' })
  await socket.next()
  exchange.setTick(market.id, 10)
  const told = await socket.next()
  expect(told).toMatchObject({
    event_type: 'tick_size_change',
    asset_id: yes,
    old_tick_size: '0.01',
    new_tick_size: '0.001',
  })
  expect(await socket.next()).toEqual(told)
})

test('hears nothing more of a token after its unsubscription', async () => {
  const { server, trade, yes } = await startVenue()
  const socket = await openSocket(server.urls.ws + path)
  socket.send({ assets_ids: [yes], type: 'market' })
  await socket.next()
  socket.send({ assets_ids: [yes], operation: 'unsubscribe' })
  socket.send('PING')
  expect(await socket.next()).toBe('PONG')
  trade('maker', 'buy', '0.30', '10')
  socket.send('PING')
  expect(await socket.next()).toBe('PONG')
})

test('refuses another path', async () => {
  const { server } = await startVenue()
  await expect(openSocket(`${server.urls.ws}/ws/other`)).rejects.toThrow('404')
})

test('cuts a connection without any traffic and without a close frame', async () => {
  const { server, yes } = await startVenue({ rules: { idleMs: 60 } })
  const socket = await openSocket(server.urls.ws + path)
  socket.send({ assets_ids: [yes], type: 'market' })
  expect(await socket.closed).toEqual({ code: 1006, reason: '' })
})

test('gives no opening books to a subscription that is too large', async () => {
  const { server, yes, no } = await startVenue({ rules: { snapshotTokens: 1 } })
  const socket = await openSocket(server.urls.ws + path)
  socket.send({ assets_ids: [yes, no], type: 'market' })
  socket.send('PING')
  expect(await socket.next()).toBe('PONG')
})

test('closes a consumer that is too slow with 1013', async () => {
  const { server, yes, exchange, market, trade } = await startVenue({
    rules: { sendBufferBytes: 100_000 },
  })
  exchange.setTick(market.id, 10)
  for (let i = 1; i < 400; i++) trade('maker', 'buy', `0.${String(i).padStart(3, '0')}`, '5')
  const url = `${server.urls.ws}/ws/market`
  const socket = await openSocket(url)
  socket.pause()
  socket.send({ assets_ids: [yes], type: 'market' })
  for (let i = 0; i < 600; i++) {
    socket.send({ assets_ids: [yes], operation: 'unsubscribe' })
    socket.send({ assets_ids: [yes], operation: 'subscribe' })
  }
  await getJson(`${server.urls.clob}/ok`)
  await expect.poll(async () => (await getJson(`${server.urls.clob}/ok`)).status).toBe(200)
  socket.resume()
  expect(await socket.closed).toEqual({ code: 1013, reason: 'slow consumer: send buffer full' })
})
