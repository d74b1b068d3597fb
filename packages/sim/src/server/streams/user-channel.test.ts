import { expect, test } from 'vitest'
import { openSocket, startVenue } from '../fixtures/test-server.js'
import { createTrader } from '../fixtures/test-trader.js'
import type { ServerRules } from '../server-rules.js'

const setUp = async (markets?: readonly string[], rules: Partial<ServerRules> = {}) => {
  const venue = await startVenue({ rules })
  const trader = await createTrader(venue.server.urls)
  const socket = await openSocket(`${venue.server.urls.ws}/ws/user`)
  const { apiKey, secret, passphrase } = trader
  const auth = { apiKey, secret, passphrase }
  socket.send({ auth, type: 'user', ...(markets === undefined ? {} : { markets }) })
  socket.send('PING')
  expect(await socket.next()).toBe('PONG')
  return { ...venue, trader, socket, auth }
}

test('tells an owner of a placement, of each fill as it settles, and of a cancellation', async () => {
  const { trader, socket, trade, yes, market } = await setUp()
  const order = await trader.order({ token: yes, side: 'BUY', maker: 4_000_000, taker: 10_000_000 })
  const { orderID } = (await trader.call('POST', '/order', order)).body
  expect(await socket.next()).toMatchObject({
    event_type: 'order',
    type: 'PLACEMENT',
    id: orderID,
    owner: trader.apiKey,
    order_owner: trader.apiKey,
    market: market.id,
    status: 'LIVE',
    price: '0.4',
    original_size: '10',
    size_matched: '0',
    associate_trades: null,
    created_at: expect.stringMatching(/^\d{10}$/),
    timestamp: expect.stringMatching(/^\d{13}$/),
    expiration: '0',
  })
  trade('taker', 'sell', '0.40', '6')
  const matched = await socket.nextOf('trade')
  expect(matched).toMatchObject({
    type: 'TRADE',
    status: 'MATCHED',
    trader_side: 'MAKER',
    side: 'SELL',
    size: '6',
    transaction_hash: '',
    maker_orders: [{ order_id: orderID, owner: trader.apiKey, side: 'BUY', matched_amount: '6' }],
  })
  expect(await socket.nextOf('order')).toMatchObject({
    type: 'UPDATE',
    size_matched: '6',
    associate_trades: [matched.id],
  })
  expect(await socket.nextOf('trade')).toMatchObject({ id: matched.id, status: 'MINED' })
  expect(await socket.nextOf('trade')).toMatchObject({
    id: matched.id,
    status: 'CONFIRMED',
    transaction_hash: expect.stringMatching(/^0x[0-9a-f]{64}$/),
  })
  await trader.call('DELETE', '/order', { orderID })
  expect(await socket.nextOf('order')).toMatchObject({ type: 'CANCELLATION', status: 'CANCELED' })
})

test('names the reason of a killed order in its status', async () => {
  const { trader, socket, yes } = await setUp()
  const parts = {
    token: yes,
    side: 'BUY',
    maker: 4_000_000,
    taker: 10_000_000,
    type: 'FOK',
  } as const
  await trader.call('POST', '/order', await trader.order(parts))
  expect(await socket.nextOf('order')).toMatchObject({
    type: 'CANCELLATION',
    order_type: 'FOK',
    status: "CANCELED_order couldn't be fully filled. FOK orders are fully filled or killed.",
  })
})

test('tells nobody of the orders of others, nor of markets that were not asked for', async () => {
  const { trader, socket, yes, trade } = await setUp(['0xother'])
  trade('maker', 'buy', '0.30', '10')
  const parts = { token: yes, side: 'BUY', maker: 4_000_000, taker: 10_000_000 } as const
  await trader.call('POST', '/order', await trader.order(parts))
  socket.send('PING')
  expect(await socket.next()).toBe('PONG')
})

test('hears of all again once it unsubscribed from its last market, and of one that it asked for', async () => {
  const { trader, socket, yes, market } = await setUp(['0xother'])
  const place = async (): Promise<void> => {
    const parts = { token: yes, side: 'BUY', maker: 4_000_000, taker: 10_000_000 } as const
    await trader.call('POST', '/order', await trader.order(parts))
  }
  const settled = async (): Promise<void> => {
    socket.send('PING')
    expect(await socket.next()).toBe('PONG')
  }
  socket.send({ operation: 'subscribe', markets: [market.id] })
  await settled()
  await place()
  expect(await socket.next()).toMatchObject({ type: 'PLACEMENT' })
  socket.send({ operation: 'unsubscribe', markets: [market.id] })
  await settled()
  await place()
  await settled()
  socket.send({ operation: 'unsubscribe', markets: ['0xother'] })
  await settled()
  await place()
  expect(await socket.next()).toMatchObject({ type: 'PLACEMENT' })
})

test('names the time of a match as it is told to', async () => {
  const { trader, socket, trade, yes } = await setUp([], { matchTimeKey: 'matchtime' })
  const parts = { token: yes, side: 'BUY', maker: 4_000_000, taker: 10_000_000 } as const
  await trader.call('POST', '/order', await trader.order(parts))
  trade('taker', 'sell', '0.40', '6')
  const matched = await socket.nextOf('trade')
  expect(matched.matchtime).toMatch(/^\d{10}$/)
  expect(matched).not.toHaveProperty('match_time')
})

test('refuses credentials that do not fit', async () => {
  const { server, auth } = await setUp()
  const socket = await openSocket(`${server.urls.ws}/ws/user`)
  socket.send({ type: 'user', auth: { ...auth, secret: 'x' } })
  expect((await socket.closed).code).toBe(1008)
})
