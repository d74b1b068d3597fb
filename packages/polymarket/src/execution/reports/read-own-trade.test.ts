import {
  type Exchanged,
  NO_FEE,
  orderId,
  parsePrice,
  parseSize,
  parseUsd,
  price,
  size,
  takerFee,
  tokenId,
} from '@bot/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findRealData, readRealJson } from '../../fixtures/real-data.js'
import { readOwnTrade } from './read-own-trade.js'
import { exchangedOf, feeOf } from './trade-money.js'

const FEE = { ratePpm: 40_000, exponent: 1, takerOnly: true }
const me = { apiKey: 'me', address: '0xME' }

const maker = (own: Record<string, unknown> = {}) => ({
  order_id: '0xmaker',
  owner: 'other',
  maker_address: '0xother',
  matched_amount: '10',
  price: '0.6',
  asset_id: 'yes',
  side: 'SELL',
  ...own,
})
const trade = (own: Record<string, unknown> = {}) => ({
  id: 't1',
  taker_order_id: '0xtaker',
  market: '0xmarket',
  asset_id: 'yes',
  side: 'BUY',
  size: '10',
  price: '0.65',
  status: 'MATCHED',
  owner: 'me',
  maker_address: '0xme',
  maker_orders: [maker()],
  ...own,
})
const read = (raw: unknown, fee: Parameters<typeof readOwnTrade>[2] = () => FEE) =>
  readOwnTrade(raw, me, fee)
const only = (raw: unknown) => {
  const result = read(raw)
  if ('rejected' in result) throw new Error(result.rejected)
  expect(result.reports).toHaveLength(1)
  return result.reports[0]
}

describe('as the taker', () => {
  test('what was paid is what the makers asked, not the limit of the top level', () => {
    expect(only(trade())).toEqual({
      order: '0xtaker',
      token: 'yes',
      side: 'buy',
      tradeId: 't1',
      status: 'matched',
      liquidity: 'taker',
      exchanged: { size: parseSize('10'), notional: parseUsd('6') },
      fee: parseUsd('0.096'),
    })
  })

  test('makers of the other outcome are paid a dollar less their price', () => {
    const makers = [maker({ asset_id: 'no', side: 'BUY', price: '0.45' }), maker({ price: '0.55' })]
    const report = only(trade({ size: '20', maker_orders: makers }))
    expect(report?.exchanged).toEqual({ size: parseSize('20'), notional: parseUsd('11') })
    expect(report?.fee).toBe(takerFee(FEE, parseSize('20'), parsePrice('0.55'), 'nearest'))
  })

  test('a trade whose makers are not all told is taken at its limit', () => {
    const report = only(trade({ size: '20' }))
    expect(report?.exchanged).toEqual({ size: parseSize('20'), notional: parseUsd('13') })
  })
})

describe('as a maker', () => {
  const mine = (own: Record<string, unknown> = {}) =>
    trade({ owner: 'other', maker_address: '0xother', ...own })

  test('the fill is our entry’s, in its own token, side and price, and costs no fee', () => {
    const entry = maker({
      owner: 'me',
      asset_id: 'no',
      side: 'BUY',
      price: '0.4',
      matched_amount: '7',
    })
    const report = only(mine({ size: '17', maker_orders: [maker(), entry] }))
    expect(report).toMatchObject({
      order: '0xmaker',
      token: 'no',
      side: 'buy',
      liquidity: 'maker',
      exchanged: { size: parseSize('7'), notional: parseUsd('2.8') },
      fee: 0,
    })
  })

  test('an entry without a side has the one that its token says', () => {
    const { side: _none, ...same } = maker({ owner: 'me' })
    const { side: _no, ...other } = maker({ owner: 'me', asset_id: 'no' })
    expect(only(mine({ maker_orders: [same] }))?.side).toBe('sell')
    expect(only(mine({ maker_orders: [other] }))?.side).toBe('buy')
  })

  test('our wallet makes it ours too, whatever key placed it, in any letters', () => {
    const entry = maker({ maker_address: '0Xme'.toUpperCase() })
    expect(only(mine({ maker_orders: [entry] }))?.order).toBe('0xmaker')
  })

  test('two entries of one order are one trade of it, those of two orders are two', () => {
    const entries = [maker({ owner: 'me' }), maker({ owner: 'me', matched_amount: '2' })]
    expect(only(mine({ maker_orders: entries }))?.exchanged?.size).toBe(parseSize('12'))
    const both = read(trade({ maker_orders: [maker({ owner: 'me' })] }))
    expect('reports' in both && both.reports.map(({ order, tradeId }) => [order, tradeId])).toEqual(
      [
        ['0xtaker', 't1'],
        ['0xmaker', 't1'],
      ],
    )
  })
})

test.each([
  ['MATCHED', 'matched'],
  ['TRADE_STATUS_MATCHED_NOT_BROADCASTED', 'matched'],
  ['RETRYING', 'matched'],
  ['TRADE_STATUS_MINED', 'mined'],
  ['CONFIRMED', 'confirmed'],
  ['FAILED', 'failed'],
])('status %s is %s', (status, told) => {
  expect(only(trade({ status, err_msg: 'reverted' }))).toMatchObject({ status: told })
  expect(only(trade({ status, err_msg: 'reverted' }))?.reason).toBe(
    told === 'failed' ? 'reverted' : undefined,
  )
})

test('a fee that is not known is not told', () => {
  for (const fee of [undefined, 'unknown'] as const) {
    const result = read(trade(), () => fee)
    expect('reports' in result && result.reports[0]).not.toHaveProperty('fee')
  }
})

test.each([
  ['not-an-object', 5],
  ['missing-trade-id', trade({ id: '' })],
  ['unknown-trade-status', trade({ status: 'LOST' })],
  ['missing-asset-id', trade({ asset_id: null })],
  ['bad-side', trade({ side: 'HOLD' })],
  ['bad-maker-order', trade({ maker_orders: [7] })],
  ['bad-maker-order', trade({ maker_orders: [maker({ order_id: undefined })] })],
  ['bad-size', trade({ maker_orders: [maker({ matched_amount: '-1' })] })],
  ['bad-price', trade({ maker_orders: [maker({ price: '1.5' })] })],
  ['bad-size', trade({ size: 'x' })],
  ['bad-price', trade({ size: '11', price: '' })],
  ['missing-order-id', trade({ taker_order_id: 7 })],
  ['not-our-trade', trade({ owner: 'x', maker_address: 'x' })],
])('%s is named', (reason, raw) => {
  expect(read(raw)).toEqual({ rejected: reason })
})

test('dollars of taker and makers add up to what the shares or sets are worth, whatever the roundings', () => {
  const part = fc.record({
    size: fc.integer({ min: 1, max: 1_000_000_000 }).map(size),
    price: fc.integer({ min: 1, max: 9_999 }),
    complementary: fc.boolean(),
  })
  fc.assert(
    fc.property(
      fc.constantFrom('buy', 'sell'),
      fc.array(part, { minLength: 1 }),
      (taker, drawn) => {
        const opposite = taker === 'buy' ? 'sell' : 'buy'
        const parts = drawn.map((each) => ({
          ...each,
          side: (each.complementary ? taker : opposite) as 'buy' | 'sell',
        }))
        const all = exchangedOf(parts)
        const makers = parts.map((each) => exchangedOf([{ ...each, complementary: false }]))
        const sum = (of: readonly Exchanged[]): number =>
          of.reduce((n, { notional }) => n + notional, 0)
        const same = sum(makers.filter((_, i) => parts[i]?.complementary === false))
        const other = makers.filter((_, i) => parts[i]?.complementary === true)
        const sets = other.reduce((n, each) => n + each.size, 0)
        expect(all.notional).toBe(same + sets - sum(other))
        expect(feeOf(parts, 'taker', NO_FEE)).toBe(0)
        expect(feeOf(parts, 'maker', FEE)).toBe(0)
      },
    ),
  )
})

test('the fee is of each price level, however many makers share it', () => {
  const at = (shares: string, cents: number) =>
    ({ size: parseSize(shares), price: price(cents), side: 'sell' }) as const
  const split = feeOf([at('0.01', 5_500), at('0.01', 5_500), at('5', 5_600)], 'taker', FEE)
  const fee = (shares: string, cents: number) =>
    takerFee(FEE, parseSize(shares), price(cents), 'nearest')
  expect(split).toBe(fee('0.02', 5_500) + fee('5', 5_600))
  expect(feeOf([at('10', 5_000)], 'maker', { ...FEE, takerOnly: false })).toBe(fee('10', 5_000))
})

describe('captured trades', () => {
  const captured = (context: Parameters<typeof findRealData>[0], n: number): unknown =>
    readRealJson(findRealData(context, `payloads/nautilus-python/ws_messages/user_trade${n}.json`))
  const as = (apiKey: string, raw: unknown) =>
    readOwnTrade(raw, { apiKey, address: 'none' }, () => NO_FEE)

  test('one taker met five makers of its token and one of the other', (context) => {
    const raw = captured(context, 1)
    // 10 at 1 − 0.482, 1086.87 at 0.518.
    expect(as('092dab0c-74fa-5ba7-4b67-572daeace198', raw)).toMatchObject({
      reports: [
        {
          side: 'buy',
          status: 'mined',
          liquidity: 'taker',
          exchanged: { size: parseSize('1096.87'), notional: parseUsd('568.17866') },
        },
      ],
    })
    expect(as('78132bc3-22af-6aa2-79ae-11929f821cae', raw)).toMatchObject({
      reports: [
        {
          order: orderId('0x3b67d584e1e7ad29b06bda373449638898aa87f0c9fd52a34bdbfb1325a6c184'),
          token: tokenId(
            '48331043336612883890938759509493159234755048973500640148014422747788308965732',
          ),
          side: 'buy',
          liquidity: 'maker',
          exchanged: { size: parseSize('10'), notional: parseUsd('4.82') },
        },
      ],
    })
  })

  test('a maker sold what the top level says was bought', (context) => {
    const raw = captured(context, 2)
    expect(as('ce168652-c146-2d93-a45c-f36cc52ae6f6', raw)).toMatchObject({
      reports: [{ side: 'sell', exchanged: { notional: parseUsd('2.6') } }],
    })
  })

  test('two orders of one maker in one trade are told each', (context) => {
    const told = as('a93a3d32-74fa-dd2b-4b67-98bfa6fc5cb5', captured(context, 4))
    expect(told).toMatchObject({
      reports: [
        { status: 'confirmed', side: 'buy', exchanged: { notional: parseUsd('2') } },
        { status: 'confirmed', side: 'buy', exchanged: { notional: parseUsd('1.5') } },
      ],
    })
  })
})
