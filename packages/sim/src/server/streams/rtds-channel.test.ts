import { expect, test } from 'vitest'
import { openSocket, startVenue, type TestSocket } from '../fixtures/test-server.js'

const subscribe = (socket: TestSocket, topic: string, type: string, filters?: string): void =>
  socket.send({
    action: 'subscribe',
    subscriptions: [{ topic, type, ...(filters === undefined ? {} : { filters }) }],
  })

test('backfills a symbol, then tells its price each second, without an answer to PING', async () => {
  const { server } = await startVenue()
  const socket = await openSocket(server.urls.rtds)
  socket.send('PING')
  subscribe(socket, 'crypto_prices_chainlink', 'update', '{"symbol":"btc/usd"}')
  const backfill = await socket.next()
  expect(backfill).toMatchObject({
    topic: 'crypto_prices',
    type: 'subscribe',
    timestamp: expect.any(Number),
    payload: { symbol: 'btc/usd' },
  })
  expect(backfill.payload.data).toHaveLength(60)
  const update = await socket.next()
  expect(update).toMatchObject({
    topic: 'crypto_prices_chainlink',
    type: 'update',
    connection_id: expect.any(String),
    payload: { symbol: 'btc/usd', full_accuracy_value: expect.stringMatching(/^\d{20,}$/) },
  })
  expect(Number(update.payload.full_accuracy_value) / 1e18).toBeCloseTo(update.payload.value, 2)
})

test('tells nothing after the backfill when the filter has a space, and nothing of a poisoned frame', async () => {
  const { server, trade } = await startVenue()
  const socket = await openSocket(server.urls.rtds)
  subscribe(socket, 'activity', 'orders_matched', '{"event_slug": "rain"}')
  socket.send({
    action: 'subscribe',
    subscriptions: [
      { topic: 'activity', type: 'trades' },
      { topic: 'weather', type: '*' },
    ],
  })
  expect(await socket.next()).toMatchObject({ statusCode: 401 })
  trade('maker', 'sell', '0.50', '20')
  trade('taker', 'buy', '0.50', '8')
  subscribe(socket, 'activity', 'trades')
  subscribe(socket, 'weather', '*')
  expect(await socket.next()).toMatchObject({ statusCode: 401 })
  trade('taker', 'buy', '0.50', '5')
  expect(await socket.next()).toMatchObject({ type: 'trades', payload: { size: 5 } })
  expect(socket.waiting()).toEqual([])
})

test('tells of each trade as the Data API does', async () => {
  const { server, trade, yes, market } = await startVenue()
  const socket = await openSocket(server.urls.rtds)
  subscribe(socket, 'activity', 'orders_matched')
  subscribe(socket, 'weather', '*')
  await socket.next()
  trade('maker', 'sell', '0.50', '20')
  trade('taker', 'buy', '0.50', '8')
  expect(await socket.next()).toMatchObject({
    topic: 'activity',
    type: 'orders_matched',
    payload: {
      asset: yes,
      conditionId: market.id,
      side: 'BUY',
      size: 8,
      price: 0.5,
      outcome: 'Yes',
      slug: 'will-it-rain',
    },
  })
})
