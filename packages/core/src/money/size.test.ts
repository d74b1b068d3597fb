import fc from 'fast-check'
import { expect, test } from 'vitest'
import { floorToLot, formatSize, parseSize, size } from './size.js'

test('what is written is read back', () => {
  fc.assert(
    fc.property(fc.maxSafeNat().map(size), (shares) => {
      expect(parseSize(formatSize(shares))).toBe(shares)
    }),
  )
  expect(parseSize('12.5')).toBe(12_500_000)
})

test('more than six decimals need a rounding', () => {
  expect(() => parseSize('1.1234567')).toThrow(/at most the unit's decimals/)
  expect(parseSize('1.1234567', 'down')).toBe(1_123_456)
  expect(parseSize('1.1234567', 'nearest')).toBe(1_123_457)
})

test.each([-1, 0.5, 2 ** 53, Number.NaN])('refuses %d units', (units) => {
  expect(() => size(units)).toThrow(/whole non-negative units/)
})

test('a lot is cut down to, never up', () => {
  fc.assert(
    fc.property(
      fc.maxSafeNat().map(size),
      fc.integer({ min: 1, max: 1e7 }).map(size),
      (shares, lot) => {
        const cut = floorToLot(shares, lot)
        expect(cut % lot).toBe(0)
        expect(shares - cut).toBeGreaterThanOrEqual(0)
        expect(shares - cut).toBeLessThan(lot)
      },
    ),
  )
})
