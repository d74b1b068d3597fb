import { PRICE_ONE, type Price, price, size, takerFee } from '@bot/core'
import { buildMarket, buildView } from '@bot/core/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { planTrade, type TradeRule } from './plan-trade.js'

const rule: fc.Arbitrary<TradeRule> = fc.oneof(
  fc.record({
    side: fc.constant<'buy'>('buy'),
    entry: fc.constantFrom<'take' | 'rest'>('take', 'rest'),
    target: fc.integer({ min: 90, max: 200 }),
    targetFrom: fc.constantFrom<'entry' | 'ask'>('entry', 'ask'),
    stop: fc.integer({ min: 50, max: 99 }),
    takeProfit: fc.integer({ min: 101, max: 200 }),
  }),
  fc.record({
    side: fc.constant<'sell'>('sell'),
    entry: fc.constant<'take'>('take'),
    target: fc.integer({ min: 50, max: 99 }),
    targetFrom: fc.constant<'entry'>('entry'),
    stop: fc.integer({ min: 101, max: 120 }),
    takeProfit: fc.integer({ min: 50, max: 99 }),
  }),
)

test('a planned trade is on the grid, no better than the book, and pays both fees at its target', () => {
  let planned = 0
  fc.assert(
    fc.property(
      rule,
      fc.integer({ min: 1, max: 97 }),
      fc.integer({ min: 1, max: 10 }),
      fc.constantFrom(0, 20_000, 70_000),
      fc.constantFrom(0, 0.01, 0.05),
      (drawn, bidCents, spread, ratePpm, slippage) => {
        const bid = price(bidCents * 100)
        const ask = price(Math.min(99, bidCents + spread) * 100)
        const fee = { ratePpm, exponent: 1, takerOnly: true }
        const market = buildMarket('m', { fee })
        const view = buildView({ markets: [market] })
        const quote = { bid, ask, mid: (bid + ask) / 2, spread: (ask - bid) / ((bid + ask) / 2) }
        const plan = planTrade(drawn, quote, market, view, slippage)
        if (typeof plan === 'string') return
        planned += 1
        const { limit, target, stop } = plan
        for (const each of [limit, target, stop]) expect(each % 100).toBe(0)
        const buys = drawn.side === 'buy'
        if (drawn.entry === 'rest') expect(limit).toBe(bid)
        else expect(buys ? limit >= ask : limit <= bid).toBe(true)
        const feeAt = (at: Price): number => takerFee(fee, size(1_000_000), at, 'up') / 100
        const costs = (drawn.entry === 'rest' ? 0 : feeAt(limit)) + feeAt(target)
        // Fees of a single share round up more than those of a hundred: a unit each way.
        expect(Math.abs(target - limit)).toBeGreaterThan(costs - 0.2)
        expect(buys ? stop < bid : stop > ask).toBe(true)
        expect(plan.gain * PRICE_ONE).toBeGreaterThanOrEqual(Math.abs(target - limit) - 1e-9)
      },
    ),
    { numRuns: 2_000 },
  )
  expect(planned).toBeGreaterThan(300)
})
