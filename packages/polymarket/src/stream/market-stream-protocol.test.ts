import { parsePrice, parseSize, parseUsd, type StreamUpdate, timeMs, tokenId } from '@bot/core'
import { streamProtocolCases } from '@bot/core/testing'
import { expect, test } from 'vitest'
import { createMarketStreamProtocol } from './market-stream-protocol.js'

const protocol = createMarketStreamProtocol()
const at = timeMs(1_766_789_469_958)
const decode = (frame: unknown) =>
  protocol.decode(typeof frame === 'string' ? frame : JSON.stringify(frame), at)
const reasons = (frame: unknown): string[] => decode(frame).rejected.map((part) => part.reason)
const header = { market: '0xm', asset_id: 'yes', timestamp: '1766789469958' }
const level = (price: string, size: string) => ({ price: parsePrice(price), size: parseSize(size) })
const base = { market: '0xm', token: 'yes', venueAt: at }

test('asks for tokens with type once and with an operation afterwards', () => {
  const tokens = [tokenId('1'), tokenId('2')]
  expect(JSON.parse(protocol.subscribe(tokens, true))).toEqual({
    assets_ids: ['1', '2'],
    type: 'market',
    custom_feature_enabled: true,
  })
  expect(JSON.parse(protocol.subscribe(tokens, false))).toEqual({
    assets_ids: ['1', '2'],
    operation: 'subscribe',
    custom_feature_enabled: true,
  })
  expect(JSON.parse(protocol.unsubscribe(tokens))).toEqual({
    assets_ids: ['1', '2'],
    operation: 'unsubscribe',
    custom_feature_enabled: true,
  })
})

test('takes address, size and features from its options', () => {
  const own = createMarketStreamProtocol({
    url: 'ws://127.0.0.1:1/ws/market',
    maxTokensPerConnection: 3,
    customFeatures: false,
  })
  expect(own.url).toBe('ws://127.0.0.1:1/ws/market')
  expect(own.maxTokens).toBe(3)
  expect(JSON.parse(own.subscribe([], true)).custom_feature_enabled).toBe(false)
  expect(protocol).toMatchObject({ maxTokens: 200, ping: 'PING', pingEveryMs: 10_000 })
})

test('reads an opening array of books, with the tick where it is given', () => {
  const book = {
    ...header,
    event_type: 'book',
    bids: [
      { price: '0.48', size: '500.0' },
      { price: '0.50', size: '7885.88' },
    ],
    asks: [{ price: '0.53', size: '0.000001' }],
    hash: 'ab',
    tick_size: '0.001',
    last_trade_price: '',
    added_later: { any: 1 },
  }
  expect(decode([book, { ...book, asset_id: 'no', tick_size: undefined }])).toEqual({
    pong: false,
    rejected: [],
    updates: [
      {
        kind: 'book',
        ...base,
        bids: [level('0.48', '500'), level('0.5', '7885.88')],
        asks: [level('0.53', '0.000001')],
        hash: 'ab',
        tick: parsePrice('0.001'),
      },
      {
        kind: 'book',
        ...base,
        token: 'no',
        bids: [level('0.48', '500'), level('0.5', '7885.88')],
        asks: [level('0.53', '0.000001')],
        hash: 'ab',
      },
    ],
  })
  expect(decode([])).toEqual({ updates: [], rejected: [], pong: false })
})

test('reads one message about both outcomes as one update', () => {
  const decoded = decode({
    event_type: 'price_change',
    market: '0xm',
    timestamp: '1766789469958',
    price_changes: [
      {
        asset_id: 'yes',
        price: '0.51',
        side: 'BUY',
        size: '150',
        hash: 'h1',
        best_bid: '0.51',
        best_ask: '0.52',
      },
      {
        asset_id: 'no',
        price: '0.49',
        side: 'SELL',
        size: '0',
        hash: 'h2',
        best_bid: '',
        best_ask: '1',
      },
    ],
  })
  const expected: StreamUpdate = {
    kind: 'changes',
    market: '0xm' as never,
    venueAt: at,
    changes: [
      {
        token: tokenId('yes'),
        side: 'bid',
        ...level('0.51', '150'),
        hash: 'h1',
        bestBid: parsePrice('0.51'),
        bestAsk: parsePrice('0.52'),
      },
      {
        token: tokenId('no'),
        side: 'ask',
        ...level('0.49', '0'),
        hash: 'h2',
        bestAsk: parsePrice('1'),
      },
    ],
  }
  expect(decoded).toEqual({ updates: [expected], rejected: [], pong: false })
})

test('reads both price changes of 2025: several of one token, and a flat one', () => {
  const several = {
    ...header,
    event_type: 'price_change',
    hash: 'h',
    changes: [
      { price: '0.41', side: 'SELL', size: '35461.51' },
      { price: '0.36', side: 'BUY', size: '25418' },
    ],
  }
  const flat = {
    ...header,
    event_type: 'price_change',
    hash: 'h',
    price: '0.514',
    side: 'SELL',
    size: '21574.08',
  }
  const change = (side: 'bid' | 'ask', price: string, size: string) => ({
    token: 'yes',
    side,
    ...level(price, size),
    hash: 'h',
  })
  expect(decode(several).updates).toEqual([
    {
      kind: 'changes',
      market: '0xm',
      venueAt: at,
      changes: [change('ask', '0.41', '35461.51'), change('bid', '0.36', '25418')],
    },
  ])
  expect(decode(flat).updates).toEqual([
    { kind: 'changes', market: '0xm', venueAt: at, changes: [change('ask', '0.514', '21574.08')] },
  ])
})

test('joins the messages of one market and instant in one frame, and no others', () => {
  const flat = { ...header, event_type: 'price_change', price: '0.4', side: 'BUY', size: '1' }
  const frame = [
    flat,
    { ...flat, asset_id: 'no' },
    { ...flat, timestamp: '1766789469959' },
    { ...flat, timestamp: '1766789469959', market: '0xother' },
  ]
  const changes = decode(frame).updates.map((it) => (it.kind === 'changes' ? it.changes.length : 0))
  expect(changes).toEqual([2, 1, 1])
})

test('reads a trade exactly, also between ticks', () => {
  const trade = { ...header, event_type: 'last_trade_price', side: 'SELL', fee_rate_bps: '0' }
  expect(
    decode({ ...trade, price: '0.491', size: '85.36', transaction_hash: '0xt' }).updates,
  ).toEqual([
    {
      kind: 'trade',
      ...base,
      side: 'sell',
      exchanged: { size: parseSize('85.36'), notional: parseUsd('41.91176') },
      transaction: '0xt',
    },
  ])
  expect(decode({ ...trade, price: '0.2099999651', size: '3' }).updates).toEqual([
    {
      kind: 'trade',
      ...base,
      side: 'sell',
      exchanged: { size: parseSize('3'), notional: parseUsd('0.63') },
    },
  ])
})

test('reads tick changes, best prices, new and resolved markets', () => {
  const life = { market: '0xm', timestamp: '1766789469958', assets_ids: ['yes', 'no'] }
  expect(
    decode([
      { ...header, event_type: 'tick_size_change', old_tick_size: '0.01', new_tick_size: '0.001' },
      { ...header, event_type: 'best_bid_ask', best_bid: '', best_ask: '0.77', spread: '' },
      { ...life, event_type: 'new_market', game_start_time: '2026-10-04 14:25:00+00' },
      { ...life, event_type: 'market_resolved', winning_asset_id: 'no', winning_outcome: 'No' },
    ]),
  ).toEqual({
    pong: false,
    rejected: [],
    updates: [
      { kind: 'tick-size', ...base, tick: parsePrice('0.001') },
      { kind: 'best', ...base, bestAsk: parsePrice('0.77') },
      { kind: 'market-created', market: '0xm', tokens: ['yes', 'no'], venueAt: at },
      { kind: 'market-resolved', market: '0xm', tokens: ['yes', 'no'], winner: 'no', venueAt: at },
    ],
  })
})

test('tells pong and the venue’s refusals from data', () => {
  expect(decode('PONG')).toEqual({ updates: [], rejected: [], pong: true })
  for (const text of ['INVALID OPERATION', 'INVALID MESSAGE', 'NO NEW ASSETS']) {
    expect(decode(text)).toEqual({ updates: [{ kind: 'notice', text }], rejected: [], pong: false })
  }
  expect(decode(' [] ').rejected).toEqual([])
})

test('counts each refused part with its reason', () => {
  const change = { ...header, event_type: 'price_change', price: '0.4', side: 'BUY', size: '1' }
  const book = { ...header, event_type: 'book', bids: [], asks: [] }
  const trade = { ...header, event_type: 'last_trade_price', price: '0.4', side: 'BUY', size: '1' }
  const resolved = { market: '0xm', timestamp: '1', event_type: 'market_resolved' }
  const cases: readonly (readonly [unknown, string])[] = [
    ['<html>502</html>', 'not-json'],
    ['{"event_type":"book"', 'not-json'],
    ['', 'not-json'],
    ['[1]', 'not-a-message'],
    ['[[]]', 'not-a-message'],
    [{ ...book, event_type: undefined }, 'missing-event-type'],
    [{ ...book, event_type: 'constructor' }, 'unknown-event-type'],
    [{ ...book, asset_id: '' }, 'missing-asset-id'],
    [{ ...book, market: 7 }, 'missing-market'],
    [{ ...book, timestamp: 'soon' }, 'bad-timestamp'],
    [{ ...book, bids: undefined }, 'missing-levels'],
    [{ ...book, asks: [null] }, 'bad-price'],
    [{ ...book, asks: [{ price: '1.01', size: '1' }] }, 'bad-price'],
    [{ ...book, asks: [{ price: '0.5', size: '-1' }] }, 'bad-size'],
    [{ ...change, price: '0.12345' }, 'bad-price'],
    [{ ...change, price: '' }, 'bad-price'],
    [{ ...change, size: '1.0000001' }, 'bad-size'],
    [{ ...change, side: 'buy' }, 'bad-side'],
    [{ ...change, asset_id: undefined }, 'missing-asset-id'],
    [{ ...trade, side: '' }, 'bad-side'],
    [{ ...trade, size: '' }, 'bad-size'],
    [{ ...trade, price: '1.5' }, 'bad-price'],
    [{ ...trade, price: '0x1' }, 'bad-price'],
    [{ ...header, event_type: 'tick_size_change', new_tick_size: '0' }, 'bad-tick-size'],
    [{ ...header, event_type: 'best_bid_ask', best_bid: 'x' }, 'bad-best'],
    [{ ...resolved, event_type: 'new_market', assets_ids: [1] }, 'bad-tokens'],
    [{ ...resolved, event_type: 'new_market' }, 'bad-tokens'],
    [{ ...resolved, assets_ids: ['a'], winning_asset_id: 'b' }, 'unknown-winner'],
  ]
  for (const [frame, reason] of cases) {
    expect(reasons(frame), JSON.stringify(frame)).toEqual([reason])
    expect(decode(frame).updates, JSON.stringify(frame)).toEqual([])
  }
})

test('keeps what is sound beside what is not', () => {
  const decoded = decode([
    { event_type: 'nonsense' },
    {
      event_type: 'price_change',
      market: '0xm',
      timestamp: '1',
      price_changes: [
        null,
        { asset_id: 'yes', price: 'x', side: 'BUY', size: '1' },
        { asset_id: 'yes', price: '0.5', side: 'BUY', size: '1', best_bid: 'x' },
      ],
    },
  ])
  expect(decoded.rejected.map((part) => part.reason)).toEqual([
    'unknown-event-type',
    'missing-asset-id',
    'bad-price',
    'bad-best',
  ])
  expect(decoded.updates).toEqual([
    {
      kind: 'changes',
      market: '0xm',
      venueAt: 1,
      changes: [{ token: 'yes', side: 'bid', ...level('0.5', '1') }],
    },
  ])
})

for (const { name, run } of streamProtocolCases) {
  test(`as every protocol, ${name}`, () => run(async () => protocol))
}
