import fc from 'fast-check'
import { expect, test } from 'vitest'
import { divideExact } from '../fixtures/exact.js'
import { addExchanged, averagePrice, exchangedFromPrice } from './exchanged.js'
import { size } from './size.js'
import { usd } from './usd.js'

/** A float as the rational that its shortest text says, by other means than the code under test. */
const rational = (value: number): readonly [bigint, bigint] => {
  const [mantissa = '', exponent = '0'] = value.toExponential().split('e')
  const [whole = '', fraction = ''] = mantissa.split('.')
  const power = Number(exponent) - fraction.length
  const digits = BigInt(whole + fraction)
  return power >= 0 ? [digits * 10n ** BigInt(power), 1n] : [digits, 10n ** BigInt(-power)]
}

test('the notional is size × price of the shortest texts, rounded once', () => {
  const price = fc.oneof(
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.integer({ min: 0, max: 10_000 }).map((units) => units / 10_000),
    fc.constantFrom(1e-7, 5e-324, 0.1 + 0.2),
  )
  const sizes = fc.integer({ min: 0, max: 100_000_000_000 }).map((units) => units / 1_000_000)
  fc.assert(
    fc.property(sizes, price, (shares, at) => {
      const [sizeNumerator, sizeDivisor] = rational(shares)
      const [numerator, divisor] = rational(at)
      const units = divideExact(sizeNumerator * 1_000_000n, sizeDivisor, 'nearest')
      const notional = divideExact(units * numerator, divisor, 'nearest')
      expect(exchangedFromPrice(shares, at)).toEqual({
        size: Number(units),
        notional: Number(notional),
      })
      expect(exchangedFromPrice(String(shares), String(at))).toEqual(exchangedFromPrice(shares, at))
    }),
    { numRuns: 500 },
  )
})

test('reads real rows whose price lies between ticks', () => {
  expect(exchangedFromPrice(14.285714, 0.2799999999999999)).toEqual({
    size: 14_285_714,
    notional: 4_000_000,
  })
})

test.each([
  ['1', '-0.5'],
  ['-1', '0.5'],
  ['1', '0.5.5'],
  ['1', 'abc'],
  ['x', '1'],
  ['1', ''],
])('refuses a size of %s at a price of %s', (shares, at) => {
  expect(() => exchangedFromPrice(shares, at)).toThrow(
    expect.objectContaining({ code: 'invalid-number' }),
  )
})

test('the average price is dollars a share, and unknown when nothing moved', () => {
  expect(averagePrice({ size: size(2_000_000), notional: usd(970_000) })).toBe(0.485)
  expect(averagePrice({ size: size(0), notional: usd(0) })).toBeUndefined()
})

test('exchanges add up', () => {
  const a = { size: size(1), notional: usd(2) }
  expect(addExchanged(a, { size: size(10), notional: usd(20) })).toEqual({ size: 11, notional: 22 })
})
