import { parsePrice, parseSize, timeMs } from '@bot/core'
import { expect, test } from 'vitest'
import type { TakerDelay } from '../../exchange/sim-market.js'
import { startVenue } from '../fixtures/test-server.js'
import { createTrader } from '../fixtures/test-trader.js'

/** A market of the exchange's own taker delay, where `maker` offers ten YES at 0.45. */
const setUp = async (takerDelay: TakerDelay) => {
  const { exchange, server } = await startVenue()
  const market = exchange.createMarket({
    slug: 'game',
    question: 'Game?',
    takerDelay,
    endsAt: timeMs(exchange.now() + 86_400_000),
  })
  const [yes] = market.tokens
  exchange.split('maker', market.id, parseSize('100'))
  exchange.place({
    id: 'offer' as never,
    owner: 'maker',
    token: yes,
    side: 'sell',
    shares: parseSize('10'),
    limit: parsePrice('0.45'),
    tif: 'gtc',
    postOnly: false,
  })
  const trader = await createTrader(server.urls)
  const order = { token: yes, side: 'BUY', maker: 4_500_000, taker: 10_000_000 } as const
  const post = async (type = 'GTC') =>
    trader.call('POST', '/order', await trader.order({ ...order, type }))
  return { exchange, market, trader, post }
}

test('a market with a delay of its own answers delayed, cancels nothing meanwhile, and then matches', async () => {
  const { exchange, trader, post } = await setUp({ millis: 400, answer: 'delayed' })
  const { body } = await post()
  const { orderID } = body
  expect(body).toMatchObject({ success: true, status: 'delayed', takingAmount: '' })
  expect((await trader.call('GET', `/data/order/${orderID}`)).body.status).toBe('DELAYED')
  expect((await trader.call('DELETE', '/order', { orderID })).body.not_canceled).toEqual({
    [orderID]: 'order is in delay',
  })
  await expect.poll(() => exchange.order(orderID)?.status).toBe('matched')
})

test('a market whose answer waits answers as if there were no delay', async () => {
  const { exchange, post } = await setUp({ millis: 60, answer: 'waits' })
  expect((await post()).body).toMatchObject({ status: 'matched', takingAmount: '10' })
  exchange.cancel('maker', 'all')
  expect((await post('FAK')).body.error).toMatch(/^no orders found to match with FAK order/)
})

test('an order that waits hears when its market closes', async () => {
  const { exchange, market, trader, post } = await setUp({ millis: 60_000, answer: 'waits' })
  const answer = post()
  await expect.poll(() => exchange.openOrders(trader.address).length).toBe(1)
  exchange.setStatus(market.id, 'closed')
  expect(await answer).toMatchObject({
    status: 400,
    body: { error: 'the market is not yet ready to process new orders' },
  })
})
