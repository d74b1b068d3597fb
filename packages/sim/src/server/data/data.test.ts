import { parseSize, timeMs } from '@bot/core'
import { expect, test } from 'vitest'
import { getJson, startVenue } from '../fixtures/test-server.js'
import { createTrader } from '../fixtures/test-trader.js'

const setUp = async () => {
  const venue = await startVenue()
  const trader = await createTrader(venue.server.urls)
  const buy = async (maker: number, taker: number): Promise<void> => {
    const order = await trader.order({ token: venue.yes, side: 'BUY', maker, taker })
    expect((await trader.call('POST', '/order', order)).body.status).toBe('matched')
  }
  return { ...venue, trader, buy, data: venue.server.urls.data }
}

test('lists trades of takers alone unless asked for all, newest first', async () => {
  const { data, trader, trade, buy, yes, no, market } = await setUp()
  trade('maker', 'sell', '0.40', '6')
  trade('maker', 'buy', '0.50', '50', no)
  await buy(5_000_000, 10_000_000)
  trade('taker', 'sell', '0.30', '5')
  trade('maker', 'buy', '0.30', '5')
  const [latest, first] = (await getJson(`${data}/trades`)).body
  expect(latest).toMatchObject({ side: 'BUY', size: 5, price: 0.3 })
  expect(first).toMatchObject({
    proxyWallet: trader.address,
    side: 'BUY',
    asset: yes,
    conditionId: market.id,
    size: 10,
    price: 0.44,
    outcome: 'Yes',
    outcomeIndex: 0,
    slug: 'will-it-rain',
    transactionHash: expect.stringMatching(/^0x[0-9a-f]{64}$/),
  })
  const own = `${data}/trades?user=${trader.address}`
  expect((await getJson(own)).body).toHaveLength(1)
  const all = (await getJson(`${data}/trades?takerOnly=false&market=${market.id}`)).body
  expect(all).toHaveLength(5)
  expect(all.map((row: { outcome: string }) => row.outcome)).toContain('No')
  expect((await getJson(`${data}/trades?offset=1&limit=1`)).body).toEqual([first])
  expect((await getJson(`${data}/trades?market=0x1`)).body).toEqual([])
  expect((await getJson(`${data}/trades?offset=10001`)).status).toBe(400)
  expect((await getJson(`${data}/trades?filterType=CASH&filterAmount=2`)).body).toEqual([first])
})

test('values positions from the ledger: average price, profit, redeemable once resolved', async () => {
  const { data, trader, trade, buy, exchange, market, no } = await setUp()
  trade('maker', 'sell', '0.40', '6')
  trade('maker', 'sell', '0.50', '100')
  await buy(5_000_000, 10_000_000)
  trade('maker', 'buy', '0.48', '100')
  const url = `${data}/positions?user=${trader.address}`
  const [position] = (await getJson(url)).body
  expect(position).toMatchObject({
    size: 10,
    avgPrice: 0.44,
    initialValue: 4.4,
    curPrice: 0.49,
    oppositeAsset: no,
    redeemable: false,
    negativeRisk: false,
  })
  expect(position.cashPnl).toBeCloseTo(0.5, 9)
  expect((await getJson(`${data}/value?user=${trader.address}`)).body).toEqual([
    { user: trader.address, value: 4.9 },
  ])
  exchange.resolve(market.id, [1_000_000, 0])
  expect((await getJson(`${url}&redeemable=true`)).body).toMatchObject([{ curPrice: 1 }])
  // What was bought can be redeemed once it is mined.
  exchange.advanceTo(timeMs(exchange.now() + 40))
  exchange.redeem(trader.address, [market.id])
  expect((await getJson(url)).body).toEqual([])
  const [closed] = (await getJson(`${data}/closed-positions?user=${trader.address}`)).body
  expect(closed.realizedPnl).toBeCloseTo(5.6, 9)
  const activity = (await getJson(`${data}/activity?user=${trader.address}`)).body
  expect(activity).toMatchObject([
    { type: 'REDEEM', usdcSize: 10, side: '', outcomeIndex: 999, asset: '' },
    { type: 'TRADE', usdcSize: 4.4, side: 'BUY', outcomeIndex: 0 },
  ])
  expect((await getJson(`${data}/activity?user=${trader.address}&type=REDEEM`)).body).toHaveLength(
    1,
  )
  expect((await getJson(`${data}/activity`)).status).toBe(400)
})

test('keeps splits and merges at half a dollar a share', async () => {
  const { data, trader, exchange, market } = await setUp()
  exchange.split(trader.address, market.id, parseSize('20'))
  exchange.merge(trader.address, market.id, parseSize('5'))
  const rows = (await getJson(`${data}/positions?user=${trader.address}`)).body
  expect(rows).toMatchObject([
    { size: 15, avgPrice: 0.5, outcome: 'Yes', realizedPnl: 0 },
    { size: 15, avgPrice: 0.5, outcome: 'No', realizedPnl: 0 },
  ])
})

test('ranks wallets by profit, winners alone, and by volume', async () => {
  const { data, trader, trade, buy } = await setUp()
  trade('maker', 'sell', '0.40', '10')
  await buy(4_000_000, 10_000_000)
  trade('maker', 'buy', '0.59', '100')
  trade('maker', 'sell', '0.61', '100')
  const board = (await getJson(`${data}/v1/leaderboard?timePeriod=DAY`)).body
  expect(board).toHaveLength(1)
  expect(board[0]).toMatchObject({ rank: '1', proxyWallet: trader.address, vol: 4 })
  expect(board[0].pnl).toBeCloseTo(2, 9)
  expect((await getJson(`${data}/v1/leaderboard?orderBy=VOL&timePeriod=ALL`)).body).toHaveLength(2)
  expect((await getJson(`${data}/v1/leaderboard?timePeriod=YEAR`)).status).toBe(400)
})

test('lists the largest holders of each token', async () => {
  const { data, market, trade } = await setUp()
  trade('maker', 'sell', '0.40', '10')
  trade('taker', 'buy', '0.40', '10')
  const groups = (await getJson(`${data}/holders?market=${market.id}&limit=1`)).body
  expect(groups).toMatchObject([
    { token: market.tokens[0], holders: [{ amount: 100_010, outcomeIndex: 0 }] },
    { token: market.tokens[1], holders: [{ amount: 100_000, outcomeIndex: 1 }] },
  ])
})

test('walks the second version by cursor alone', async () => {
  const { data, trade, trader, buy, market } = await setUp()
  for (let i = 0; i < 3; i++) {
    trade('maker', 'sell', '0.40', '10')
    await buy(4_000_000, 10_000_000)
  }
  const url = `${data}/v2/trades?condition=${market.id}`
  const first = (await getJson(`${url}&limit=2`)).body
  expect(first).toMatchObject({
    data: [{ proxy_wallet: trader.address, side: 'BUY', condition_id: market.id, size: 10 }, {}],
    pagination: { limit: 2, has_more: true },
  })
  const { next_cursor: cursor } = first.pagination
  const second = (await getJson(`${url}&limit=2&cursor=${cursor}`)).body
  expect(second.data).toHaveLength(1)
  expect(second.pagination).toMatchObject({ has_more: false, next_cursor: null })
  const anchored = (await getJson(`${data}/v2/trades?side=BUY&cursor=${cursor}`)).body
  expect(anchored.data).toEqual(second.data)
  expect(await getJson(`${url}&offset=1`)).toMatchObject({
    status: 400,
    body: { retryable: false, code: expect.any(String) },
  })
  expect((await getJson(`${url}&limit=1001`)).status).toBe(400)
  const positions = (await getJson(`${data}/v2/positions?user=${trader.address}`)).body
  expect(positions.data).toMatchObject([{ status: 'OPEN', current_size: 30, avg_price: 0.4 }])
  expect((await getJson(`${data}/v2/value?user=${trader.address}`)).body.data.proxy_wallet).toBe(
    trader.address,
  )
  expect(market.endsAt).toBeGreaterThan(timeMs(0))
})
