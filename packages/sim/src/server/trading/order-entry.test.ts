import { parseSize, usd } from '@bot/core'
import { expect, test } from 'vitest'
import { startVenue } from '../fixtures/test-server.js'
import { createTrader, type OrderParts, type TestTrader } from '../fixtures/test-trader.js'

const setUp = async () => {
  const venue = await startVenue()
  const trader = await createTrader(venue.server.urls)
  const post = async (parts: OrderParts) => trader.call('POST', '/order', await trader.order(parts))
  const buy = { token: venue.yes, side: 'BUY' } as const
  return { ...venue, trader, post, buy }
}

const refusal = (text: string | RegExp) => ({
  status: 400,
  body: { error: typeof text === 'string' ? text : expect.stringMatching(text) },
})

test('refuses a request without a good signature', async () => {
  const { server, trader } = await setUp()
  const stranger: TestTrader = await createTrader(server.urls)
  const headers = { POLY_ADDRESS: trader.address, POLY_API_KEY: trader.apiKey }
  const bare = await fetch(`${server.urls.clob}/data/orders`, { headers })
  expect(bare.status).toBe(401)
  expect(await bare.json()).toEqual({ error: 'Unauthorized/Invalid api key' })
  const unsigned = await fetch(`${server.urls.clob}/auth/api-key`, { method: 'POST', headers })
  expect(unsigned.status).toBe(401)
  expect(await unsigned.json()).toEqual({ error: 'Invalid L1 Request headers' })
  expect((await stranger.call('GET', '/data/orders?next_cursor=MA%3D%3D')).status).toBe(200)
})

test('refuses the orders of others in the literal words', async () => {
  const { trader, server, buy } = await setUp()
  const other = await createTrader(server.urls)
  const own = await trader.order({ ...buy, maker: 5_000_000, taker: 10_000_000 })
  expect(await trader.call('POST', '/order', { ...own, owner: other.apiKey })).toMatchObject(
    refusal('the order owner has to be the owner of the API KEY'),
  )
  expect(await other.call('POST', '/order', { ...own, owner: other.apiKey })).toMatchObject(
    refusal('the order signer address has to be the address of the API KEY'),
  )
  const changed = { ...own, order: { ...own['order'], takerAmount: '11000000' } }
  expect(await trader.call('POST', '/order', changed)).toMatchObject(refusal('invalid signature'))
  const wrongExchange = await trader.order({
    ...buy,
    maker: 5_000_000,
    taker: 10_000_000,
    negRisk: true,
  })
  expect(await trader.call('POST', '/order', wrongExchange)).toMatchObject(
    refusal('invalid signature'),
  )
})

test('tells a client of an older order version to sign anew', async () => {
  const { trader, buy } = await setUp()
  const body = await trader.order({ ...buy, maker: 5_000_000, taker: 10_000_000 })
  const { timestamp: _, ...old } = body['order']
  const answer = await trader.call('POST', '/order', {
    ...body,
    order: { ...old, nonce: '0', feeRateBps: '0', taker: old.maker },
  })
  expect(answer).toMatchObject({
    ...refusal('invalid order version, please use the latest clob-client'),
    body: { code: 'order_version_mismatch' },
  })
})

test.each([
  [
    'a tick',
    { maker: 4_550_000, taker: 10_000_000 },
    /Price \(0\.455\) breaks minimum tick size rule: 0\.01/,
  ],
  [
    'an amount that is no price',
    { maker: 4_500_001, taker: 10_000_000 },
    /breaks minimum tick size rule/,
  ],
  ['a size', { maker: 1_600_000, taker: 4_000_000 }, /Size \(4\) lower than the minimum: 5/],
  ['a lot', { maker: 4_020_000, taker: 10_050_000, type: 'GTC' }, null],
  [
    'decimals of a size',
    { maker: 4_002_000, taker: 10_005_000 },
    'Size 10.005 has 3 decimal places. Maximum lot size is 2',
  ],
  [
    'the money there is',
    { maker: 2_000_000_000, taker: 4_000_000_000 },
    'not enough balance / allowance: the balance is not enough -> balance: 1000000000, order amount: 2000000000',
  ],
  [
    'an expiry where none belongs',
    { maker: 4_000_000, taker: 10_000_000, expiration: 2_000_000_000 },
    'invalid expiration',
  ],
  [
    'a GTD that ends too soon',
    {
      maker: 4_000_000,
      taker: 10_000_000,
      type: 'GTD',
      expiration: Math.floor(Date.now() / 1000) + 120,
    },
    'invalid expiration',
  ],
  [
    'cents of a market order',
    { maker: 4_005_000, taker: 10_000_000, type: 'FAK' },
    /max accuracy of 2 decimals, taker amount a max of 4 decimals/,
  ],
  [
    'a salt beyond a JSON number',
    { maker: 4_000_000, taker: 10_000_000, over: { salt: 2 ** 60 } },
    'Invalid order payload',
  ],
  [
    'a FOK without a match',
    { maker: 4_000_000, taker: 10_000_000, type: 'FOK' },
    "order couldn't be fully filled. FOK orders are fully filled or killed.",
  ],
  [
    'a FAK without a match',
    { maker: 4_000_000, taker: 10_000_000, type: 'FAK' },
    'no orders found to match with FAK order. FAK orders are partially filled or killed if no match is found.',
  ],
] as const)('checks %s', async (_name, parts, text) => {
  const { post, buy } = await setUp()
  const answer = await post({ ...buy, ...parts })
  if (text === null) expect(answer).toMatchObject({ status: 200, body: { status: 'live' } })
  else expect(answer).toMatchObject(refusal(text))
})

test('refuses a post-only order that crosses, a marketable dollar too small, and a duplicate', async () => {
  const { post, trade, buy } = await setUp()
  trade('maker', 'sell', '0.10', '100')
  expect(await post({ ...buy, maker: 1_000_000, taker: 10_000_000, postOnly: true })).toMatchObject(
    refusal('invalid post-only order: order crosses book'),
  )
  expect(await post({ ...buy, maker: 900_000, taker: 9_000_000 })).toMatchObject(
    refusal('invalid amount for a marketable BUY order ($0.9), min size: $1'),
  )
})

test('takes the same bytes once', async () => {
  const { trader, buy } = await setUp()
  const body = await trader.order({ ...buy, maker: 4_000_000, taker: 10_000_000 })
  const first = await trader.call('POST', '/order', body)
  expect(first.body).toMatchObject({ success: true, status: 'live' })
  expect(await trader.call('POST', '/order', body)).toMatchObject(
    refusal(`order ${first.body.orderID} is invalid. Duplicated.`),
  )
  expect((await trader.call('GET', '/data/orders')).body.data).toHaveLength(1)
})

test('refuses a batch of more than 15, and a market that is closed', async () => {
  const { trader, exchange, market, post, buy } = await setUp()
  const order = await trader.order({ ...buy, maker: 4_000_000, taker: 10_000_000 })
  expect(await trader.call('POST', '/orders', Array(16).fill(order))).toMatchObject(
    refusal('Too many orders in payload: 16, max allowed: 15'),
  )
  exchange.setStatus(market.id, 'paused')
  expect(await post({ ...buy, maker: 4_000_000, taker: 10_000_000 })).toMatchObject(
    refusal('the market is not yet ready to process new orders'),
  )
})

test('shows an order while it is open and nothing afterwards', async () => {
  const { trader, post, buy, exchange } = await setUp()
  const placed = await post({ ...buy, maker: 4_000_000, taker: 10_000_000 })
  const path = `/data/order/${placed.body.orderID}`
  expect((await trader.call('GET', path)).body).toMatchObject({ status: 'LIVE', price: '0.4' })
  exchange.cancel(trader.address, 'all')
  expect((await trader.call('GET', path)).body).toBeNull()
})

test('gives a taker that improves on its limit the better price, and pages its trades', async () => {
  const { trader, post, trade, buy, exchange } = await setUp()
  trade('maker', 'sell', '0.30', '6')
  trade('maker', 'sell', '0.35', '100')
  const bought = await post({ ...buy, maker: 4_000_000, taker: 10_000_000 })
  expect(bought.body).toMatchObject({
    status: 'matched',
    makingAmount: '3.2',
    takingAmount: '10',
    transactionsHashes: [expect.stringMatching(/^0x[0-9a-f]{64}$/)],
  })
  const page = (await trader.call('GET', `/data/trades?id=${bought.body.tradeIDs[0]}`)).body
  expect(page).toMatchObject({ count: 1, next_cursor: 'LTE=' })
  expect(page.data[0].maker_orders).toMatchObject([
    { price: '0.3', matched_amount: '6' },
    { price: '0.35', matched_amount: '4' },
  ])
  for (let i = 0; i < 120; i++) {
    trade('maker', 'sell', '0.50', '5')
    exchange.place({
      id: `0x${i}` as never,
      owner: trader.address,
      token: buy.token,
      side: 'buy',
      shares: parseSize('5'),
      limit: 5_000 as never,
      tif: 'gtc',
      postOnly: false,
    })
  }
  const first = (await trader.call('GET', '/data/trades?next_cursor=MA%3D%3D')).body
  const rest = (await trader.call('GET', `/data/trades?next_cursor=${first.next_cursor}`)).body
  expect([first.count, rest.count, rest.next_cursor]).toEqual([100, 21, 'LTE='])
})

test('cancels the orders of a key whose heartbeats stop', async () => {
  const venue = await startVenue({ rules: { heartbeatMs: 40 } })
  const trader = await createTrader(venue.server.urls)
  const order = await trader.order({
    token: venue.yes,
    side: 'BUY',
    maker: 4_000_000,
    taker: 10_000_000,
  })
  await trader.call('POST', '/order', order)
  expect((await trader.call('POST', '/v1/heartbeats', { heartbeat_id: '' })).status).toBe(200)
  await expect.poll(() => venue.exchange.openOrders(trader.address)).toHaveLength(0)
})

test('splits, merges and says why not, once for each reference', async () => {
  const { trader, market, yes, exchange } = await setUp()
  const settle = (body: object) => trader.call('POST', '/_sim/settle', body)
  const split = { ref: 'a', action: 'split', markets: [market.id], shares: '20000000' }
  expect((await settle(split)).body).toMatchObject({ success: true, cash: '-20000000' })
  expect((await settle(split)).body).toMatchObject({ success: true, cash: '-20000000' })
  expect(exchange.balances(trader.address).holdings.get(yes)).toBe(20_000_000)
  const merge = { ref: 'b', action: 'merge', markets: [market.id], shares: '30000000' }
  expect((await settle(merge)).body).toMatchObject({
    success: false,
    errorMsg: 'not-enough-shares',
  })
  expect((await settle({ ref: 'c', action: 'burn', markets: [market.id] })).status).toBe(400)
})

test('settles for a contract wallet of the signer, and for nobody else’s', async () => {
  const { trader, server, market, yes, exchange } = await setUp()
  const stranger = await createTrader(server.urls)
  const [own = ''] = (
    await trader.call('GET', `/_sim/wallet-owners?owner=${trader.address}`)
  ).body.map(({ address }: { address: string }) => address)
  const split = { ref: 'a', action: 'split', markets: [market.id], shares: '20000000' }
  const refused = await stranger.call('POST', '/_sim/settle', { ...split, wallet: own })
  expect(refused).toMatchObject(refusal(/is no wallet of/))
  exchange.deposit(own, usd(20_000_000))
  const wallet = own.toUpperCase().replace('0X', '0x')
  expect((await trader.call('POST', '/_sim/settle', { ...split, wallet })).body).toMatchObject({
    success: true,
  })
  expect(exchange.balances(own).holdings.get(yes)).toBe(20_000_000)
  expect(exchange.balances(trader.address).holdings.get(yes)).toBeUndefined()
})

test('warns of a signer that asks too much, or refuses it when told to', async () => {
  for (const mode of ['warn', 'enforce'] as const) {
    const venue = await startVenue({ rules: { signerLimits: mode } })
    const trader = await createTrader(venue.server.urls)
    const answers = await Promise.all(
      Array.from({ length: 130 }, () => trader.call('DELETE', '/orders', ['0x1'])),
    )
    const last = await trader.call('DELETE', '/orders', Array(121).fill('0x1'))
    expect(answers[0]?.headers.get('poly-ratelimit-tier')).toBe('standard')
    expect(last.status).toBe(mode === 'warn' ? 200 : 429)
    expect(
      last.headers.get(mode === 'warn' ? 'poly-ratelimit-warning' : 'retry-after'),
    ).toBeTruthy()
  }
})
