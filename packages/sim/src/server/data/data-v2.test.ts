import { orderId, parsePrice, parseSize, timeMs, usd } from '@bot/core'
import { expect, test } from 'vitest'
import type { SimMarket } from '../../exchange/sim-market.js'
import { createDataDesk, type DataDesk } from './fixtures/data-desk.js'

const HOUR = 3_600_000
const EVERYTHING = [1_000_000, 0] as const

type Stage = DataDesk &
  Readonly<{
    market: SimMarket
    user: string
    trade: (at: string, shares: string, market?: SimMarket) => void
    addMarket: (slug: string) => SimMarket
  }>

const setUp = (...options: Parameters<typeof createDataDesk>): Stage => {
  const desk = createDataDesk(...options)
  const { exchange } = desk
  const addMarket = (slug: string): SimMarket => {
    const market = exchange.createMarket({
      slug,
      question: `${slug}?`,
      category: 'weather',
      endsAt: timeMs(exchange.now() + 1_000 * HOUR),
    })
    for (const owner of ['maker', 'taker']) {
      exchange.deposit(owner, usd(1_000_000_000_000))
      exchange.split(owner, market.id, parseSize('1000'))
    }
    return market
  }
  let number = 0
  const place = (market: SimMarket, owner: string, side: 'buy' | 'sell', at: string, n: string) =>
    exchange.place({
      id: orderId(`o${number++}`),
      owner,
      token: market.tokens[0],
      side,
      shares: parseSize(n),
      limit: parsePrice(at),
      tif: 'gtc',
      postOnly: false,
    })
  const market = addMarket('rain')
  const trade: Stage['trade'] = (at, shares, of = market) => {
    place(of, 'maker', 'sell', at, shares)
    place(of, 'taker', 'buy', at, shares)
  }
  return { ...desk, market, user: `user=${desk.wallet('taker')}`, trade, addMarket }
}

const cursorOf = (page: { pagination: { next_cursor: string } }): string =>
  page.pagination.next_cursor

test('says what is wrong with its own error object, whose id is also a header', () => {
  const { answer } = setUp()
  const refusals = [
    ['/v2/user-pnl', "required query param 'user' not provided", 'user'],
    ['/v2/positions', "required query param 'user' or 'condition' not provided", undefined],
    ['/v2/trades?offset=1', 'offset is not supported; page with cursor', 'offset'],
    ['/v2/trades?limit=1001', 'limit must be between 0 and 1000', 'limit'],
    ['/v2/trades?side=UP', 'side must be BUY or SELL', 'side'],
    ['/v2/trades?condition=0x1', 'invalid condition id: 0x1', 'condition'],
    [
      '/v2/leaderboard?time_period=year',
      'time_period must be one of day, week, month, all',
      'time_period',
    ],
    ['/v2/leaderboard?sortBy=NOPE', 'sort_by must be PNL or VOLUME', 'sort_by'],
    [
      `/v2/resolutions?event_id=1&question_id=0x${'1'.repeat(64)}`,
      "provide exactly one of 'question_id', 'condition', or 'event_id'",
      undefined,
    ],
    ['/v2/trades?cursor=bm9uZQ', 'invalid cursor', 'cursor'],
  ] as const
  for (const [path, error, parameter] of refusals) {
    const given = answer('data', path)
    const { trace_id: trace, ...body } = given.body as Record<string, unknown>
    expect(given.status, path).toBe(400)
    expect(body, path).toEqual({
      error,
      code: 'invalid_request',
      retryable: false,
      ...(parameter === undefined ? {} : { parameter }),
    })
    expect(trace).toBe(given.headers?.['x-trace-id'])
  }
})

test('a cursor of positions keeps its status and order, and refuses others', () => {
  const { read, walk, answer, user, addMarket, trade } = setUp()
  for (const slug of ['a', 'b', 'c']) trade('0.4', '10', addMarket(slug))
  const url = `/v2/positions?${user}&limit=3`
  const first = read(`${url}&sort_by=TOKENS&sort_direction=ASC`)
  expect(first.pagination).toMatchObject({ limit: 3, offset: 0, has_more: true })
  const cursor = cursorOf(first)
  const second = read(`/v2/positions?${user}&cursor=${cursor}`)
  expect(second.pagination.offset).toBe(3)
  const sizes = [...first.data, ...second.data].map((row) => row.current_size)
  expect(sizes).toEqual([...sizes].sort((a, b) => a - b))
  expect(answer('data', `/v2/positions?${user}&sort_by=PRICE&cursor=${cursor}`).status).toBe(400)
  expect(answer('data', `/v2/trades?cursor=${cursor}`).status).toBe(400)
  expect(answer('data', `/v2/positions?cursor=${cursor}`).status).toBe(400)
  const all = walk(`/v2/positions?${user}&limit=3`)
  expect(new Set(all.map((row) => row.token_id)).size).toBe(8)
})

test('trades go on from their cursor under other filters, without a word', () => {
  const { read, walk, trade, clock, exchange } = setUp()
  for (let i = 0; i < 5; i++) {
    trade('0.4', i % 2 === 0 ? '5' : '50')
    exchange.advanceTo(timeMs(clock.now() + (i + 1) * 1_000))
  }
  const first = read('/v2/trades?limit=2')
  const rest = read(`/v2/trades?filter_amount=20&cursor=${cursorOf(first)}`)
  expect(rest.data.map((row: { size: number }) => row.size)).toEqual([50])
  expect(walk('/v2/trades?limit=2')).toHaveLength(5)
  expect(walk('/v2/trades?limit=2&taker_only=false')).toHaveLength(10)
  expect(walk('/v2/trades?filterType=CASH&filterAmount=10')).toHaveLength(2)
})

test('follows a question from its posing over a dispute to its payouts', () => {
  const { read, exchange, market } = setUp()
  const row = () => read(`/v2/resolutions?condition=${market.id}`).data[0]
  expect(row()).toMatchObject({ status: 'posed', was_disputed: false, market_type: 'BINARY' })
  exchange.propose(market.id, EVERYTHING)
  expect(row()).toMatchObject({
    status: 'proposed',
    settlement_time_basis: 'managed_proposal_expiration',
  })
  expect(Date.parse(row().expected_settlement_time)).toBe(
    Date.parse(row().last_update_timestamp) + 2 * HOUR,
  )
  const asked = read(`/v2/resolutions?question_id=${market.questionId}`).data[0]
  expect(asked).toMatchObject({ proposed_price: '1', reproposed_price: '69', price: '69' })
  expect(asked.last_update_timestamp).toMatch(/^\d+$/)
  exchange.dispute(market.id)
  expect(row()).toMatchObject({ status: 'challenged', was_disputed: true })
  exchange.propose(market.id, EVERYTHING)
  expect(row().status).toBe('reproposed')
  exchange.advanceTo(timeMs(exchange.now() + 3 * HOUR))
  expect(row()).toMatchObject({ extended_review: true })
  expect(row()).not.toHaveProperty('expected_settlement_time')
  exchange.report(market.id, EVERYTHING)
  expect(row()).toMatchObject({
    status: 'resolved',
    payouts: [1_000_000, 0],
    reporter: 'UMA_OO',
    resolution_source: 'reported',
  })
})

test('boards count calendar periods: what was made before midnight is not of today', () => {
  const { read, exchange, trade, wallet, user, market } = setUp()
  const midnight = Math.ceil(exchange.now() / (24 * HOUR)) * 24 * HOUR
  exchange.advanceTo(timeMs(midnight - HOUR))
  trade('0.4', '100')
  exchange.advanceTo(timeMs(midnight + 2 * HOUR))
  trade('0.6', '10')
  exchange.resolve(market.id, EVERYTHING)
  const today = read('/v2/leaderboard?sort_by=VOLUME').data
  expect(today).toHaveLength(2)
  expect(today[0]).toMatchObject({ rank: 1, volume: 10 })
  expect(today[1]).toMatchObject({ rank: 1, volume: 10 })
  expect(read('/v2/leaderboard?sort_by=VOLUME&time_period=all').data[0].volume).toBe(110)
  expect(read(`/v2/user-volume?${user}`).data).toMatchObject({ volume: 110, trade_count: 2 })
  const start = midnight / 1000
  expect(read(`/v2/user-volume?${user}&start=${start}`).data).toMatchObject({ volume_usdc: 6 })
  const own = read(`/v2/leaderboard?${user}&time_period=all`).data
  expect(own).toMatchObject({ user_id: wallet('taker'), rank_pnl: null, rank_volume: 1 })
  expect(read(`/v2/leaderboard?user=0x${'9'.repeat(40)}`).data).toBeNull()
  const wins = read('/v2/biggest-winners').data
  expect(wins.map((row: { win_rank: number }) => row.win_rank)).toEqual([1, 2])
  const points = read(`/v2/user-pnl?${user}&interval=6h`).data.points
  expect(points.map((point: { volume: number }) => point.volume)).toEqual([0, 0, 100, 100, 100])
})

test('shows what happened late, and from a cache, where the rules say so', () => {
  const { read, answer, exchange, trade, user } = setUp({ publicLagMs: 22_000, dataCache: true })
  trade('0.4', '10')
  expect(read('/trades')).toHaveLength(0)
  const cached = answer('data', '/v2/trades')
  expect(cached.headers?.['cache-control']).toBe('public, max-age=300')
  expect(read(`/positions?${user}`)).toHaveLength(0)
  exchange.advanceTo(timeMs(exchange.now() + 22_000))
  expect(read('/trades')).toHaveLength(1)
  expect(read(`/positions?${user}`)).toHaveLength(2)
  expect(read('/v2/status').data.serving.lag_seconds).toBe(22)
  const again = answer('data', '/v2/trades')
  expect(again.body).toEqual(cached.body)
  expect(again.headers).toMatchObject({
    age: '22',
    'x-cache': 'Hit from cloudfront',
    'x-trace-id': cached.headers?.['x-trace-id'],
  })
  exchange.advanceTo(timeMs(exchange.now() + 300_000))
  expect(read('/v2/trades').data).toHaveLength(1)
})

test('nets holders, and shows both sides where profit is asked for', () => {
  const { read, market, trade, walk } = setUp()
  trade('0.4', '100')
  const groups = read(`/v2/holders?condition=${market.id}`).data
  expect(groups).toMatchObject([
    { token_id: market.tokens[0], holders: [{ amount: 100, outcome_index: 0 }] },
    { token_id: market.tokens[1], holders: [{ amount: 100, outcome_index: 1 }] },
  ])
  const gross = read(`/v2/holders?condition=${market.id}&include_pnl=true`).data
  expect(gross[0].holders).toMatchObject([
    { amount: 1_100, entry_cost_usdc: 540 },
    { amount: 900, realized_pnl: -10 },
  ])
  expect(walk(`/v2/holders?condition=${market.id}&include_pnl=true&limit=1`)).toHaveLength(4)
  expect(read('/v2/oi').data).toEqual([{ condition_id: 'GLOBAL', value: 2_000 }])
})

test('remembers trades and markets that the exchange has forgotten', () => {
  const { read, exchange, market, trade, user, addMarket } = setUp(
    {},
    { keep: 10, retention: { markets: 0, afterMs: 120_000 } },
  )
  for (let i = 0; i < 40; i++) trade('0.4', '10')
  exchange.resolve(market.id, EVERYTHING)
  exchange.advanceTo(timeMs(exchange.now() + 60_000))
  for (const owner of ['maker', 'taker']) exchange.redeem(owner, [market.id])
  exchange.advanceTo(timeMs(exchange.now() + 3_600_000))
  trade('0.5', '10', addMarket('next'))
  expect(exchange.market(market.id)).toBeUndefined()
  expect(read(`/closed-positions?${user}`)).toMatchObject([
    { conditionId: market.id, totalBought: 1_400, realizedPnl: 740 },
    { conditionId: market.id, totalBought: 1_000, realizedPnl: -500 },
  ])
  expect(read(`/traded?${user}`).traded).toBe(2)
})

test('ranks builders by what their orders moved, and tells it by day', () => {
  const { read, trade, builders } = setUp()
  const code = `0x${'b'.repeat(64)}`
  builders.note(orderId('o1'), code)
  trade('0.4', '10')
  trade('0.4', '20')
  expect(read('/v2/builders/leaderboard').data).toMatchObject([
    { rank: 1, builder_code: code, volume: 10, active_users: 1 },
  ])
  expect(read('/v2/builders/volume').data).toMatchObject([{ date: '2023-11-14', volume: 10 }])
  expect(read('/v1/builders/leaderboard')).toMatchObject([{ rank: '1', builder: code }])
  expect(read('/v1/builders/volume')).toMatchObject([{ dt: '2023-11-14T00:00:00Z', volume: 10 }])
})
