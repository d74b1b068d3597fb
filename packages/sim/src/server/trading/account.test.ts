import { parseSize } from '@bot/core'
import { expect, test } from 'vitest'
import { startVenue } from '../fixtures/test-server.js'
import { createTrader, type OrderParts } from '../fixtures/test-trader.js'

const setUp = async (options: Parameters<typeof startVenue>[0] = {}) => {
  const venue = await startVenue(options)
  const trader = await createTrader(venue.server.urls)
  const buy = { token: venue.yes, side: 'BUY', maker: 4_000_000, taker: 10_000_000 } as const
  const post = async (parts: Partial<OrderParts> = {}) =>
    trader.call('POST', '/order', await trader.order({ ...buy, ...parts }))
  return { ...venue, trader, buy, post }
}

test('reads the balance of the wallet that a signature type names', async () => {
  const { trader, exchange, yes, market } = await setUp()
  const [proxy = ''] = (
    await trader.call('GET', `/_sim/wallet-owners?owner=${trader.address}`)
  ).body.map(({ address }: { address: string }) => address)
  exchange.split(trader.address, market.id, parseSize('5'))
  const read = async (query: string) =>
    (await trader.call('GET', `/balance-allowance?${query}`)).body
  expect((await read('asset_type=COLLATERAL')).balance).toBe('995000000')
  expect((await read('asset_type=COLLATERAL&signature_type=1')).balance).toBe('1000000000')
  expect(exchange.balances(proxy).cash).toBe(1_000_000_000)
  const shares = `asset_type=CONDITIONAL&token_id=${yes}`
  expect((await read(`${shares}&signature_type=0`)).balance).toBe('5000000')
  expect((await read(`${shares}&signature_type=3`)).balance).toBe('0')
  expect(Object.keys((await read('asset_type=COLLATERAL')).allowances)).toHaveLength(3)
  expect(await read('asset_type=SHOES')).toEqual({ error: 'Invalid asset type' })
  expect(await read('asset_type=COLLATERAL&signature_type=4')).toEqual({
    error: 'Invalid signature_type',
  })
  expect(await read('asset_type=CONDITIONAL')).toEqual({ error: 'Invalid token id' })
})

test('tells an account of cancels and fills until it drops them', async () => {
  const { trader, post, trade } = await setUp()
  const first = (await post()).body.orderID
  await trader.call('DELETE', '/order', { orderID: first })
  trade('maker', 'sell', '0.40', '10')
  const filled = await post()
  const notes = (await trader.call('GET', '/notifications?signature_type=0')).body
  expect(notes).toMatchObject([
    { type: 1, owner: trader.apiKey, payload: { id: first } },
    { type: 2, payload: { id: filled.body.tradeIDs[0] } },
  ])
  expect(typeof notes[0].timestamp).toBe('number')
  await trader.call('DELETE', `/notifications?ids=${notes[0].id}`)
  expect((await trader.call('GET', '/notifications')).body).toHaveLength(1)
  await trader.call('DELETE', '/notifications')
  expect((await trader.call('GET', '/notifications')).body).toEqual([])
})

test('tells who holds shares that their market resolved', async () => {
  const { trader, exchange, market } = await setUp()
  exchange.split(trader.address, market.id, parseSize('5'))
  exchange.resolve(market.id, [1_000_000, 0])
  expect((await trader.call('GET', '/notifications')).body).toMatchObject([
    { type: 4, payload: { market: market.id, winning_asset_id: market.tokens[0] } },
  ])
})

test('says matched of an order that filled in part, and gives the rest a place in the book', async () => {
  const { post, trade, trader } = await setUp()
  trade('maker', 'sell', '0.40', '6')
  expect((await post()).body).toMatchObject({
    status: 'matched',
    makingAmount: '2.4',
    takingAmount: '6',
  })
  expect((await trader.call('GET', '/data/orders')).body.data).toMatchObject([
    { original_size: '10', size_matched: '6', status: 'LIVE' },
  ])
})

test.each([
  [false, undefined],
  [true, 1],
])('gives market orders their transactions at once: %s', async (transactionHashes, count) => {
  const { post, trade } = await setUp({ rules: { transactionHashes } })
  trade('maker', 'sell', '0.40', '100')
  const taken = (await post({ type: 'FAK' })).body
  expect(taken.tradeIDs).toHaveLength(1)
  expect(taken.transactionsHashes?.length).toBe(count)
})

test('cancels at most 1,000 ids, and refuses what is no id', async () => {
  const { trader } = await setUp({ rules: { signerLimits: 'off' } })
  const many = Array.from({ length: 1_001 }, (_, i) => `0x${i.toString(16)}`)
  expect(await trader.call('DELETE', '/orders', many)).toMatchObject({
    status: 400,
    body: { error: 'Too many orders in payload: 1001, max allowed: 1000' },
  })
  const all = await trader.call('DELETE', '/orders', many.slice(1))
  expect(Object.keys(all.body.not_canceled)).toHaveLength(1_000)
  expect(await trader.call('DELETE', '/order', { orderID: 'mine' })).toMatchObject({
    status: 400,
    body: { error: 'Invalid orderID' },
  })
  expect((await trader.call('DELETE', '/order', { id: '0x1' })).body.error).toBe(
    'Invalid order payload',
  )
  expect((await trader.call('GET', '/data/order/mine')).body.error).toBe('Invalid orderID')
  expect((await trader.call('GET', '/data/trades?before=soon')).body.error).toBe(
    'Invalid trade params payload',
  )
})

test('beats as the venue’s heart does', async () => {
  const { trader, post, exchange } = await setUp({ rules: { heartbeatMs: 150 } })
  const beat = (heartbeat_id: string) => trader.call('POST', '/v1/heartbeats', { heartbeat_id })
  await post()
  const first = (await beat('')).body.heartbeat_id
  const second = (await beat(first)).body.heartbeat_id
  expect(second).not.toBe(first)
  expect(await beat(first)).toMatchObject({
    status: 400,
    body: { heartbeat_id: second, error_msg: expect.stringContaining(second) },
  })
  expect((await beat('')).status).toBe(400)
  expect(exchange.openOrders(trader.address)).toHaveLength(1)
  await expect.poll(() => exchange.openOrders(trader.address).length).toBe(0)
  expect((await beat('')).status).toBe(200)
})

test('tells its tier, and that no other key signs for it', async () => {
  const { trader } = await setUp()
  expect((await trader.call('GET', '/v1/user/rate-limit-tier')).body.tier).toBe('standard')
  expect((await trader.call('GET', '/v1/user/session-signers')).body.signers).toEqual([])
})

test('counts what open orders need when it says what is missing', async () => {
  const { post } = await setUp()
  await post({ maker: 600_000_000, taker: 1_000_000_000 })
  const refused = await post({ maker: 500_000_000, taker: 1_000_000_000 })
  expect(refused).toMatchObject({
    status: 400,
    body: {
      error:
        'not enough balance / allowance: the balance is not enough -> balance: 1000000000, sum of active orders: 600000000, order amount: 500000000',
    },
  })
})
