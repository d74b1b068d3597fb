import {
  type Command,
  type MarketFacts,
  type OrderRef,
  orderRef,
  parsePrice,
  parseSize,
  parseUsd,
  type Refusal,
  readFeeSchedule,
  tokenId,
} from '@bot/core'
import {
  buildBook,
  buildMarket,
  buildSignal,
  buildView,
  executionPolicyCases,
} from '@bot/core/testing'
import { describe, expect, test } from 'vitest'
import { FIRST_SYSTEM_LIMITS } from '../risk/risk-limits.js'
import { createExecutionPolicy } from './create-execution-policy.js'

const make = () => createExecutionPolicy({ limits: FIRST_SYSTEM_LIMITS })

describe('the contract of an execution policy', () => {
  test.each(executionPolicyCases)('$name', async ({ run }) => run(async () => make()))
})

const references = (): (() => OrderRef) => {
  let next = 0
  return () => orderRef(`r${next++}`)
}
const deep = [
  buildBook('m-yes', {
    bids: [['0.46', '5000']],
    asks: [
      ['0.48', '5000'],
      ['0.49', '5000'],
    ],
  }),
  buildBook('m-no', {
    bids: [
      ['0.52', '5000'],
      ['0.51', '5000'],
    ],
    asks: [['0.54', '5000']],
  }),
]
const viewOf = (parts: Partial<MarketFacts> = {}, books = deep) =>
  buildView({ markets: [buildMarket('m', parts)], books })
const ordersOf = (results: readonly (Command | Refusal)[]) =>
  results.flatMap((result) => (result.kind === 'submit' ? [result.order] : []))
const reasonsOf = (results: readonly (Command | Refusal)[]) =>
  results.flatMap((result) => (result.kind === 'refusal' ? [result.refused] : []))

describe('entering', () => {
  test('takes what is wanted at the limit with an order that fills now or not at all', () => {
    const [order] = ordersOf(make().consider(buildSignal(), viewOf(), references()))
    expect(order).toMatchObject({
      owner: 'sample',
      token: 'm-yes',
      side: 'buy',
      shares: parseSize('10'),
      limit: parsePrice('0.48'),
      tif: 'fak',
      postOnly: false,
    })
  })

  test('a sell of what is not held buys the other outcome at one less the price', () => {
    const signal = buildSignal({ side: 'sell', limit: parsePrice('0.46') })
    const [order] = ordersOf(make().consider(signal, viewOf(), references()))
    expect(order).toMatchObject({ token: 'm-no', side: 'buy', limit: parsePrice('0.54') })
  })

  test('asks for fewer shares where its dollars would bring more than is wanted', () => {
    const asks = [
      ['0.50', '50'],
      ['0.51', '5000'],
    ] as const
    const books = [buildBook('m-yes', { bids: [['0.46', '5000']], asks })]
    const signal = buildSignal({ wanted: parseSize('40'), limit: parsePrice('0.51') })
    const [order] = ordersOf(make().consider(signal, viewOf({}, books), references()))
    expect(order?.limit).toBe(parsePrice('0.51'))
    // All 40 would fill at 0.50, where the dollars of 40 at 0.51 bring 40.8: 39 bring 39.78.
    expect(order?.shares).toBe(parseSize('39'))
  })

  test('rests below the ask, post-only, with an expiry', () => {
    const signal = buildSignal({ entry: 'rest', limit: parsePrice('0.5') })
    const [order] = ordersOf(make().consider(signal, viewOf(), references()))
    expect(order).toMatchObject({ limit: parsePrice('0.47'), tif: 'gtd', postOnly: true })
    expect(order?.expiresAt).toBe(1_700_000_240_000)
  })

  test('the most wanted is the position limit times confidence, in parts, fees inside', () => {
    const fee = readFeeSchedule({ rate: 0.05, exponent: 1, takerOnly: true })
    const policy = make()
    const signal = buildSignal({ wanted: 'max', confidence: 0.8 })
    const [order] = ordersOf(policy.consider(signal, viewOf({ fee }), references()))
    // 23.76 dollars at the limit, and the fee of the 47,520,000 shares that they could bring at 0.0001: below 25.
    expect(order?.shares).toBe(parseSize('49.5'))
    expect(policy.status(viewOf({ fee }))).toMatchObject({ splitEntries: 1, openPositions: 1 })
  })

  test.each([
    [
      'liquidity-below-minimum',
      { limit: parsePrice('0.48') },
      [buildBook('m-yes', { bids: [['0.46', '100']], asks: [['0.48', '1000']] })],
    ],
    ['price-beyond-limit', { limit: parsePrice('0.47') }, deep],
    ['crossed-book', {}, [buildBook('m-yes', { bids: [['0.5', '10']], asks: [['0.48', '5000']] })]],
    ['confidence-below-minimum', { confidence: 0.49 }, deep],
    ['below-minimum-size', { wanted: parseSize('4') }, deep],
    ['signal-expired', { expiresAt: 0 as never }, deep],
    ['token-not-in-market', { token: tokenId('other') }, deep],
    ['edge-below-cost', { edgePerShare: -0.01 }, deep],
  ])('refuses with %s', (reason, parts, books) => {
    const results = make().consider(buildSignal(parts), viewOf({}, books), references())
    expect(reasonsOf(results)).toEqual([reason])
    expect(ordersOf(results)).toEqual([])
  })

  test('a second signal for the same entry waits until the first is over', () => {
    const policy = make()
    const nextRef = references()
    policy.consider(buildSignal(), viewOf(), nextRef)
    expect(reasonsOf(policy.consider(buildSignal(), viewOf(), nextRef))).toEqual(['order-pending'])
  })

  test('two strategies never meet each other on the mirrored book', () => {
    const policy = make()
    const nextRef = references()
    policy.consider(buildSignal({ strategy: 'a' }), viewOf(), nextRef)
    const other = buildSignal({ strategy: 'b', side: 'sell', limit: parsePrice('0.4') })
    expect(reasonsOf(policy.consider(other, viewOf(), nextRef))).toEqual(['own-order-crosses'])
  })
})

describe('limits', () => {
  test('are required and checked', () => {
    const bad = { ...FIRST_SYSTEM_LIMITS, maxPositionUsd: -1 as never }
    expect(() => createExecutionPolicy({ limits: bad })).toThrow(/maxPositionUsd/)
    expect(() => createExecutionPolicy({} as never)).toThrow()
  })

  test.each([
    ['legOrder', { legOrder: 'widest-first' as never }],
    ['basketSettleMs', { basketSettleMs: -1 }],
    ['maxBookAgeMs', { maxBookAgeMs: Number.NaN }],
  ])('an option that makes no sense is named: %s', (name, options) => {
    expect(() => createExecutionPolicy({ limits: FIRST_SYSTEM_LIMITS, ...options })).toThrow(
      expect.objectContaining({
        code: 'invalid-config',
        context: expect.objectContaining({ name }),
      }),
    )
  })

  test('a position takes no more than its limit in dollars', () => {
    const limits = { ...FIRST_SYSTEM_LIMITS, maxPositionUsd: parseUsd('10') }
    const policy = createExecutionPolicy({ limits })
    const signal = buildSignal({ wanted: 'max', confidence: 1 })
    const [order] = ordersOf(policy.consider(signal, viewOf(), references()))
    expect(order?.shares).toBe(parseSize('20.75'))
  })
})
