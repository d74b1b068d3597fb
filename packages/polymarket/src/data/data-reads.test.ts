import { marketId, timeMs } from '@bot/core'
import { expect, test } from 'vitest'
import { startLoopback } from '../fixtures/loopback.js'
import type { Handler } from '../fixtures/test-server.js'
import { createDataReads } from './create-data-reads.js'

const condition = `0x${'ab'.repeat(32)}`
const trade = {
  proxyWallet: '0xA',
  side: 'SELL',
  asset: '1',
  conditionId: condition,
  size: 1,
  price: 0.5,
  timestamp: 1_770_479_519,
}
const start = async (handler: Handler) => {
  const { server, transport } = await startLoopback(handler)
  return { server, data: createDataReads(transport) }
}

test('pages trades by offset until a page is not full, counting what it cannot read', async () => {
  const { server, data } = await start(({ query }) =>
    query.get('offset') === '0' ? [trade, { ...trade, side: 'X' }] : [trade],
  )
  const query = {
    markets: [marketId('0x1'), marketId('0x2')],
    wallet: '0xA',
    side: 'buy',
    takerOnly: false,
    minimumDollars: 100,
    from: timeMs(1_500),
    to: timeMs(9_000),
    limit: 2,
  } as const
  const first = await data.trades(query)
  expect(first).toMatchObject({ rejected: { 'bad-side': 1 }, next: '2' })
  expect(first.items).toHaveLength(1)
  const last = await data.trades({ ...query, cursor: '2' })
  expect('next' in last).toBe(false)
  expect(Object.fromEntries(server.seen[1]?.query ?? [])).toEqual({
    market: '0x1,0x2',
    user: '0xA',
    side: 'BUY',
    takerOnly: 'false',
    filterType: 'CASH',
    filterAmount: '100',
    start: '1',
    end: '9',
    limit: '2',
    offset: '2',
  })
})

test('stops where the venue refuses further offsets', async () => {
  const { data } = await start(() => [trade, trade])
  expect('next' in (await data.trades({ limit: 2, cursor: '10000' }))).toBe(false)
})

test('pages trades of the second contract by its cursor', async () => {
  const { server, data } = await start(({ query }) => ({
    data: [
      {
        proxy_wallet: '0xA',
        side: 'BUY',
        token_id: '1',
        condition_id: condition,
        size: 1,
        price: 0.5,
        timestamp: 5,
      },
    ],
    pagination: {
      limit: 1,
      offset: 0,
      has_more: query.get('cursor') === null,
      next_cursor: query.get('cursor') === null ? 'abc' : null,
    },
  }))
  const first = await data.tradesByCursor({ markets: [marketId(condition)], limit: 5_000 })
  expect(first.next).toBe('abc')
  expect(first.items).toMatchObject([{ wallet: '0xa', side: 'buy' }])
  expect('next' in (await data.tradesByCursor({ cursor: 'abc' }))).toBe(false)
  expect(server.seen.map((seen) => `${seen.path}?${seen.query}`)).toEqual([
    `/v2/trades?condition=${condition}&limit=1000`,
    '/v2/trades?limit=1000&cursor=abc',
  ])
})

test('pages activity of the second contract by its cursor, counting types that it does not know', async () => {
  const row = { proxy_wallet: '0xA', condition_id: condition, timestamp: 5, size: 2, usdc_size: 2 }
  const { server, data } = await start(() => ({
    data: ['MERGE', 'SPLIT', 'REDEEM', 'CONVERSION', 'MAKER_REBATE', 'TIP', 'LOTTERY'].map(
      (type) => ({
        ...row,
        type,
      }),
    ),
    pagination: { limit: 500, offset: 0, has_more: true, next_cursor: 'abc' },
  }))
  const page = await data.activityByCursor({ wallet: '0xA', from: timeMs(1_000), cursor: 'x' })
  expect(page).toMatchObject({ rejected: { 'unsupported-type': 2 }, next: 'abc' })
  expect(page.items.map(({ kind }) => kind)).toEqual([
    'merge',
    'split',
    'redeem',
    'convert',
    'reward',
  ])
  expect(server.seen[0]?.path).toBe('/v2/activity')
  expect(Object.fromEntries(server.seen[0]?.query ?? [])).toEqual({
    user: '0xA',
    start: '1',
    limit: '500',
    cursor: 'x',
  })
})

test('reads activity, positions and leaderboards', async () => {
  const { server, data } = await start(({ path }) => {
    if (path === '/activity') return [{ ...trade, type: 'TRADE' }]
    if (path === '/positions') return [trade]
    return [{ rank: '1', proxyWallet: '0xA', userName: '', vol: 1, pnl: 2 }]
  })
  expect((await data.activity({ wallet: '0xA', from: timeMs(1_000) })).items).toHaveLength(1)
  expect((await data.positions({ wallet: '0xA' })).items).toHaveLength(1)
  const board = await data.leaderboard({ category: 'SPORTS', period: 'WEEK', orderBy: 'VOL' })
  expect(board.items).toMatchObject([{ rank: 1, wallet: '0xa' }])
  expect(server.seen.map((seen) => `${seen.path}?${seen.query}`)).toEqual([
    '/activity?user=0xA&start=1&sortBy=TIMESTAMP&limit=500&offset=0',
    '/positions?user=0xA&limit=500&offset=0',
    '/v1/leaderboard?category=SPORTS&timePeriod=WEEK&orderBy=VOL&limit=50&offset=0',
  ])
})

test('refuses an answer of another shape', async () => {
  const { data } = await start(() => ({ error: 'x' }))
  await expect(data.trades()).rejects.toMatchObject({ code: 'unexpected-response' })
  await expect(data.tradesByCursor()).rejects.toMatchObject({ code: 'unexpected-response' })
})
