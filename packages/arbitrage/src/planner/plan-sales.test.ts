import {
  formatPrice,
  formatSize,
  type MarketFacts,
  marketId,
  type OrderBook,
  parsePrice,
  parseSize,
  parseUsd,
  size,
  timeMs,
  usd,
  walkBook,
} from '@bot/core'
import { buildBook, buildMarket } from '@bot/core/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { planSales, type SaleOptions, type SpareHolding } from './plan-sales.js'

const NOW = timeMs(1_700_000_000_000)
const DAY = 86_400_000
const inDays = (days: number) => timeMs(NOW + days * DAY)
const spare = (shares: string, least = '0'): SpareHolding => ({
  ...{ market: marketId('m'), outcome: 0, shares: parseSize(shares), least: parseUsd(least) },
})
const dense: readonly (readonly [string, string])[] = [
  ['0.49', '20'],
  ['0.48', '30'],
]
const book = (bids = dense, asks: typeof dense = [['0.50', '100']]): OrderBook => {
  const made = buildBook('m-yes', { bids, asks })
  made.provenAliveAt = NOW
  return made
}
const plan = (
  holding: SpareHolding,
  market: Partial<MarketFacts> = {},
  options: Partial<SaleOptions> = {},
) =>
  planSales([holding], [buildMarket('m', { endsAt: inDays(90), ...market })], {
    ...{ now: NOW, bookOf: () => book() },
    ...options,
  })

test('a share whose price leaves little to earn until a far end is sold, as deep as that holds', () => {
  // Worth 0.495: sold at 0.49 holding earns 1.02 % in 90 days, 4.1 % a year; at 0.48 12.7 %.
  const [sale] = plan(spare('40')).sales
  expect(sale).toMatchObject({
    pays: parseUsd('9.8'),
    worth: parseUsd('9.9'),
    heldUntil: inDays(90),
  })
  expect(sale?.holdingEarns).toBeCloseTo(0.0414, 4)
  expect(sale?.leg).toMatchObject({
    side: 'sell',
    shares: parseSize('20'),
    limit: parsePrice('0.49'),
  })
  const deeper = plan(spare('40'), {}, { leastYield: 0.2 }).sales[0]
  expect(deeper?.leg).toMatchObject({ shares: parseSize('40'), limit: parsePrice('0.48') })
  expect(deeper?.pays).toBe(parseUsd('19.4'))
})

test.each<[string, SpareHolding, Partial<MarketFacts>, Partial<SaleOptions>]>([
  ['better-held', spare('40'), { endsAt: inDays(10) }, {}],
  ['better-held', spare('40'), { fee: { ratePpm: 50_000, exponent: 1 } as never }, {}],
  ['better-held', spare('40', '30'), {}, {}],
  ['below-minimum-size', spare('4.9'), {}, {}],
  ['end-unknown', spare('40'), { endsAt: NOW }, {}],
  ['terms-unknown', spare('40'), { fee: 'unknown' }, {}],
  ['market-not-tradable', spare('40'), { resolution: { state: 'proposed' } }, {}],
  ['unknown-market', { ...spare('40'), market: marketId('x') }, {}, {}],
  ['missing-book', spare('40'), {}, { bookOf: () => undefined }],
  ['stale-book', spare('40'), {}, { maxBookAgeMs: -1 }],
  ['one-sided-book', spare('40'), {}, { bookOf: () => book(dense, []) }],
])('shares are kept: %s', (reason, holding, market, options) => {
  expect(plan(holding, market, options)).toMatchObject({ sales: [], kept: [{ reason }] })
})

test('a sale never sells more than is held, never below what was counted on, and pays what the book pays at its bound', () => {
  const level = fc.record({
    cents: fc.integer({ min: 1, max: 60 }),
    shares: fc.integer({ min: 1, max: 9_000 }),
  })
  fc.assert(
    fc.property(
      fc.uniqueArray(level, { minLength: 1, maxLength: 6, selector: ({ cents }) => cents }),
      fc.integer({ min: 0, max: 60_000_000 }),
      fc.integer({ min: 0, max: 20_000_000 }),
      fc.integer({ min: 1, max: 400 }),
      (levels, held, least, days) => {
        const bids = [...levels]
          .sort((a, b) => b.cents - a.cents)
          .map(
            ({ cents, shares }) =>
              [formatPrice((cents * 100) as never), formatSize(size(shares * 10_000))] as const,
          )
        const of = book(bids, [['0.61', '10']])
        const fee = { ratePpm: 20_000, exponent: 1 } as never
        const holding = { ...spare('0'), shares: size(held), least: usd(least) }
        const [sale] = plan(
          holding,
          { endsAt: inDays(days), fee },
          {
            bookOf: () => of,
            leastYield: 5,
          },
        ).sales
        if (sale === undefined) return
        const { shares, limit } = sale.leg
        const walk = walkBook(of, 'sell', { shares, limit, fee })
        expect(walk.size).toBe(shares)
        expect(shares).toBeLessThanOrEqual(held)
        expect(sale.pays).toBe(walk.notional - walk.fee)
        expect(BigInt(sale.pays) * BigInt(held)).toBeGreaterThanOrEqual(
          BigInt(least) * BigInt(shares),
        )
        expect(sale.holdingEarns).toBeLessThan(5)
      },
    ),
  )
})
