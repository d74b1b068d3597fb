import { mulDiv, notional, PRICE_ONE, parseSize, price, type Size, takerFee } from '@bot/core'
import { buildMarket, buildView } from '@bot/core/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { legBound } from './fit-basket.js'

const viewOf = (rate: number, exponent: number) => {
  const fee = { ratePpm: rate * 1_000_000, exponent, takerOnly: true }
  return { fee, view: buildView({ markets: [buildMarket('m', { fee })] }) }
}

test('a leg costs no more than its bound, at whatever price below its limit its dollars are spent', () => {
  const cents = fc.integer({ min: 1, max: 99 })
  const rates = fc.tuple(fc.constantFrom(0.02, 0.07, 0.25), fc.constantFrom(1, 2))
  fc.assert(
    fc.property(
      cents,
      cents,
      fc.integer({ min: 1, max: 500 }),
      rates,
      (a, b, lots, [rate, exponent]) => {
        const { fee, view } = viewOf(rate, exponent)
        const limit = price(Math.max(a, b) * 100)
        const at = price(Math.min(a, b) * 100)
        const shares = (lots * 1_000_000) as Size
        const dollars = notional(shares, limit, 'up')
        const brought = mulDiv(dollars, PRICE_ONE, at, 'down') as Size
        const cost = dollars + takerFee(fee, brought, at, 'nearest')
        expect(
          legBound(view, { market: buildMarket('m').id, limit }, shares),
        ).toBeGreaterThanOrEqual(cost)
      },
    ),
  )
})

test('a leg of a market whose fee is not known costs more than anyone has', () => {
  const view = buildView({ markets: [buildMarket('m', { fee: 'unknown' })] })
  const leg = { market: buildMarket('m').id, limit: price(5_000) }
  expect(legBound(view, leg, parseSize('1'))).toBe(Number.MAX_SAFE_INTEGER)
})
