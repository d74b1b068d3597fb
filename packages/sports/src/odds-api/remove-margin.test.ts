import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type OddsFormat, removeMargin } from './remove-margin.js'

const percent = (prices: readonly number[], format: OddsFormat = 'decimal') => {
  const removed = removeMargin(prices, format)
  return 'rejected' in removed
    ? removed.rejected
    : removed.probabilities.map((one) => Math.round(one * 10_000) / 100)
}

test('divides implied probabilities by their sum', () => {
  // 1/1.9 twice: 1.0526, a margin of 5.26 %.
  expect(percent([1.9, 1.9])).toEqual([50, 50])
  // 0.875 + 0.175439 = 1.050439.
  expect(percent([-700, 470], 'american')).toEqual([83.3, 16.7])
  // 1/2 + 1/3.5 + 1/4 = 1.035714.
  expect(percent([2, 3.5, 4])).toEqual([48.28, 27.59, 24.14])
  expect(removeMargin([2, 2], 'decimal')).toMatchObject({ margin: 0 })
})

test('refuses prices that are none and books that miss an outcome', () => {
  for (const price of [1, 0, -2, Number.NaN]) expect(percent([price, 2])).toBe('bad-price')
  for (const price of [0, 99, -99]) expect(percent([price, -110], 'american')).toBe('bad-price')
  expect(percent([2.1, 2.1])).toBe('below-one')
  expect(percent([])).toBe('below-one')
})

test('the result adds up to one and keeps the order of the prices', () => {
  const price = fc.double({ min: 1.01, max: 500, noNaN: true })
  fc.assert(
    fc.property(fc.array(price, { minLength: 2, maxLength: 5 }), (prices) => {
      const removed = removeMargin(prices, 'decimal')
      if ('rejected' in removed) {
        expect(removed.rejected).toBe('below-one')
        return
      }
      const { probabilities } = removed
      expect(probabilities.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 12)
      prices.forEach((a, i) => {
        prices.forEach((b, j) => {
          if (a < b) expect(probabilities[i]).toBeGreaterThanOrEqual(probabilities[j] ?? 1)
        })
      })
    }),
  )
})
