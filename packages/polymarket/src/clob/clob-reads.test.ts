import { type MarketId, marketId, parsePrice, parseSize, tokenId } from '@bot/core'
import { bookReaderCases } from '@bot/core/testing'
import { expect, test } from 'vitest'
import { startLoopback } from '../fixtures/loopback.js'
import { type Handler, respond } from '../fixtures/test-server.js'
import { createClobReads } from './create-clob-reads.js'

const book = (token: string) => ({
  market: '0xm',
  asset_id: token,
  timestamp: '1766789469958',
  hash: 'ab',
  bids: [
    { price: '0.01', size: '30' },
    { price: '0.48', size: '7885.88' },
  ],
  asks: [
    { price: '0.99', size: '1' },
    { price: '0.5', size: '0' },
  ],
  min_order_size: '5',
  tick_size: '0.01',
  neg_risk: false,
  last_trade_price: '',
})

const start = async (handler: Handler) => {
  const rejected: string[] = []
  const { server, transport } = await startLoopback(handler)
  const clob = createClobReads(transport, { onRejected: (reason) => rejected.push(reason) })
  return { server, clob, rejected }
}

const absent: Handler = (_, response) => respond(response, 404, { error: 'not found' })
const yes = tokenId('yes')

test('reads one book as the venue orders it, best last, or none', async () => {
  const { clob } = await start(({ query }, response) =>
    query.get('token_id') === 'yes' ? book('yes') : absent({} as never, response),
  )
  expect(await clob.book(yes)).toEqual({
    token: 'yes',
    market: '0xm',
    venueAt: 1_766_789_469_958,
    bids: [
      { price: parsePrice('0.01'), size: parseSize('30') },
      { price: parsePrice('0.48'), size: parseSize('7885.88') },
    ],
    asks: [{ price: parsePrice('0.99'), size: parseSize('1') }],
    hash: 'ab',
    tick: parsePrice('0.01'),
    minimumSize: parseSize('5'),
    negRisk: false,
  })
  expect(await clob.book(tokenId('none'))).toBeUndefined()
})

test('reads 1,001 books in three requests, each token once', async () => {
  const { server, clob } = await start(({ body }) =>
    JSON.parse(body).map((asked: { token_id: string }) => book(asked.token_id)),
  )
  const tokens = Array.from({ length: 1_001 }, (_, i) => tokenId(String(i)))
  const readings = await clob.books([...tokens, ...tokens], new AbortController().signal)
  expect(readings.map((reading) => reading.token)).toEqual(tokens)
  expect(server.seen.map((seen) => JSON.parse(seen.body).length)).toEqual([500, 500, 1])
})

test('leaves out books that cannot be read or were not asked for, and says why', async () => {
  const { clob, rejected } = await start(() => [
    { ...book('yes'), bids: [{ price: '2', size: '1' }] },
    { ...book('yes'), timestamp: '' },
    book('other'),
    null,
  ])
  expect(await clob.books([yes], new AbortController().signal)).toEqual([])
  expect(rejected).toEqual(['bad-price', 'bad-timestamp', 'not-asked-for', 'not-an-object'])
})

for (const { name, run } of bookReaderCases) {
  test(`as every reader of books, ${name}`, async () => {
    const { clob } = await start(({ body }) =>
      JSON.parse(body)
        .filter((asked: { token_id: string }) => asked.token_id !== 'unknown')
        .map((asked: { token_id: string }) => book(asked.token_id)),
    )
    const known = [yes, tokenId('no')]
    await run(async () => ({ read: clob.books, known, unknown: tokenId('unknown') }))
  })
}

test('reads prices, midpoints and history', async () => {
  const { server, clob } = await start(({ path, query }, response) => {
    if (query.get('token_id') === 'none') return absent({} as never, response)
    if (path === '/midpoint') return { mid: '0.55555' }
    if (path === '/price') return { price: '0.55' }
    if (path === '/prices') return { yes: { BUY: '0.5', SELL: '0.52' }, no: { SELL: '0.48' } }
    return {
      history: [
        { t: 1_767_802_212, p: 0.185 },
        { t: 1_767_802_813, p: 2 },
      ],
    }
  })
  expect(await clob.midpoint(yes)).toBe(5_555.5)
  expect(await clob.midpoint(tokenId('none'))).toBeUndefined()
  expect(await clob.price(yes, 'buy')).toBe(5_500)
  expect(await clob.prices([yes, tokenId('no'), tokenId('none')])).toEqual([
    { token: 'yes', buy: 5_000, sell: 5_200 },
    { token: 'no', sell: 4_800 },
  ])
  expect(await clob.priceHistory(yes, { interval: '1d', fidelityMinutes: 5 })).toEqual([
    { at: 1_767_802_212_000, mid: 1_850 },
  ])
  await clob.priceHistory(yes, { fromMs: 1_999, toMs: 2_001 })
  expect(server.seen.map((seen) => `${seen.path}?${seen.query}`)).toEqual([
    '/midpoint?token_id=yes',
    '/midpoint?token_id=none',
    '/price?token_id=yes&side=BUY',
    '/prices?',
    '/prices-history?market=yes&interval=1d&fidelity=5',
    '/prices-history?market=yes&startTs=1&endTs=3',
  ])
})

const market = {
  condition_id: '0xm',
  market_slug: 's',
  question: 'Q?',
  tokens: [
    { token_id: 'yes', outcome: 'Yes', price: 0.5, winner: false },
    { token_id: 'no', outcome: 'No', price: 0.5, winner: false },
  ],
  minimum_order_size: 5,
  minimum_tick_size: 0.01,
  active: true,
  closed: false,
  archived: false,
  accepting_orders: true,
  enable_order_book: true,
  neg_risk: false,
  tags: ['Politics'],
}
const compact = {
  c: '0xm',
  t: [
    { t: 'yes', o: 'Yes' },
    { t: 'no', o: 'No' },
  ],
  mts: 0.01,
  mos: 5,
  fd: { r: 0.07, e: 1, to: true },
  ao: true,
  sd: 3,
  v: 'v1',
}

test('reads a market by condition with its fee, and what order entry needs', async () => {
  const { clob } = await start(({ path }, response) => {
    if (path === '/markets/0xm') return market
    if (path === '/clob-markets/0xm') return compact
    return absent({} as never, response)
  })
  const id: MarketId = marketId('0xm')
  const fee = { ratePpm: 70_000, exponent: 1, takerOnly: true }
  expect(await clob.market(id)).toMatchObject({ id, fee, tradable: true, negRisk: 'none' })
  expect(await clob.compactMarket(id)).toEqual({
    market: id,
    tokens: [
      { token: 'yes', outcome: 'Yes' },
      { token: 'no', outcome: 'No' },
    ],
    negRisk: false,
    fee,
    acceptingOrders: true,
    secondsDelay: 3,
    protocolVersion: 'v1',
    tick: 100,
    minimumSize: 5_000_000,
  })
  expect(await clob.market(marketId('0xnone'))).toBeUndefined()
  expect(await clob.compactMarket(marketId('0xnone'))).toBeUndefined()
})

test('walks pages of markets to the end cursor', async () => {
  const { server, clob } = await start(({ query }) =>
    query.get('next_cursor') === 'MA=='
      ? { data: [market, { ...market, condition_id: '' }], next_cursor: 'MTAw' }
      : { data: [], next_cursor: 'LTE=' },
  )
  const first = await clob.markets()
  expect(first.items).toHaveLength(1)
  expect(first.rejected).toEqual([{ market: 'Q?', reason: 'missing-condition-id' }])
  expect(first.next).toBe('MTAw')
  expect(await clob.samplingMarkets('MTAw')).toEqual({ items: [], rejected: [] })
  expect(server.seen.map((seen) => seen.path)).toEqual(['/markets', '/sampling-markets'])
})

test('reads the small facts, and refuses other shapes', async () => {
  const answers: Record<string, unknown> = {
    '/markets-by-token/yes': {
      condition_id: '0xm',
      primary_token_id: 'yes',
      secondary_token_id: 'no',
    },
    '/tick-size': { minimum_tick_size: 0.001 },
    '/neg-risk': { neg_risk: true },
    '/time': 1_795_350_924,
    '/version': { version: 2 },
  }
  const { clob } = await start(({ path }) => answers[path])
  expect(await clob.marketByToken(yes)).toEqual({ market: '0xm', tokens: ['yes', 'no'] })
  expect(await clob.tickSize(yes)).toBe(10)
  expect(await clob.negRisk(yes)).toBe(true)
  expect(await clob.time()).toBe(1_795_350_924_000)
  expect(await clob.version()).toBe(2)
  const wrong = await start(() => ({ version: 'two', minimum_tick_size: 0, neg_risk: 'no' }))
  for (const read of [
    wrong.clob.version(),
    wrong.clob.tickSize(yes),
    wrong.clob.negRisk(yes),
    wrong.clob.time(),
    wrong.clob.book(yes),
    wrong.clob.midpoint(yes),
    wrong.clob.marketByToken(yes),
    wrong.clob.markets(),
  ]) {
    await expect(read).rejects.toMatchObject({ code: 'unexpected-response' })
  }
})
