import fc from 'fast-check'
import { expect, test } from 'vitest'
import { divideExact, ROUNDINGS } from '../fixtures/exact.js'
import { formatDecimal, parseDecimal, readDecimal } from './decimal.js'

const scales = fc.integer({ min: 0, max: 12 })

test('what is written is read back', () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), scales, (units, scale) => {
      expect(parseDecimal(formatDecimal(units, scale), scale)).toBe(units)
    }),
  )
})

test('writes the shortest decimal text', () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), scales, (units, scale) => {
      expect(formatDecimal(units, scale)).toMatch(/^-?(0|[1-9]\d*)(\.\d*[1-9])?$/)
    }),
  )
})

test('rounds digits beyond the scale as an exact division does, of the amount without its sign', () => {
  fc.assert(
    fc.property(
      fc.boolean(),
      fc.bigInt({ min: 0n, max: 10n ** 15n }),
      fc.integer({ min: 0, max: 20 }),
      fc.integer({ min: 0, max: 6 }),
      fc.constantFrom(...ROUNDINGS),
      (negative, digits, places, scale, rounding) => {
        const text = `${negative ? '-' : ''}${String(digits)}e-${places}`
        const exact = divideExact(digits * 10n ** BigInt(scale), 10n ** BigInt(places), rounding)
        fc.pre(exact <= BigInt(Number.MAX_SAFE_INTEGER))
        const expected = Number(negative ? -exact : exact)
        expect(parseDecimal(text, scale, rounding)).toBe(expected === 0 ? 0 : expected)
      },
    ),
  )
})

test('reads a JSON number through its shortest text', () => {
  expect(parseDecimal(0.1, 6)).toBe(100_000)
  expect(parseDecimal(0.29, 4)).toBe(2_900)
  expect(parseDecimal(1e-7, 7)).toBe(1)
  expect(parseDecimal(1.5e3, 0)).toBe(1_500)
  expect(parseDecimal(-0, 6)).toBe(0)
})

test.each(['.5', '5.', '0005', '-.5', '+5'])('reads %s only when it is a plain decimal', (text) => {
  if (text.startsWith('+')) expect(() => parseDecimal(text, 1)).toThrow(/decimal number/)
  else expect(parseDecimal(text, 1)).toBe(Number(text) * 10)
})

test.each(['', '.', '-', 'abc', '1,5', '0x10', '1.2.3', ' 1', '1e', Number.NaN, Infinity])(
  'refuses %j, naming it',
  (value) => {
    expect(() => parseDecimal(value, 4)).toThrow(
      expect.objectContaining({ code: 'invalid-number', context: { value } }),
    )
  },
)

test('refuses digits beyond the scale unless they are zeros', () => {
  expect(parseDecimal('0.480000', 4)).toBe(4_800)
  expect(() => parseDecimal('0.48001', 4)).toThrow(/at most the unit's decimals, was 0.48001/)
})

test('refuses what passes 2^53 units, and text without end', () => {
  expect(() => parseDecimal('9007199254740992', 0)).toThrow(/below 2\^53/)
  expect(() => parseDecimal('1e300', 6)).toThrow(/below 2\^53/)
  expect(() => parseDecimal('9'.repeat(10_000), 0)).toThrow(/decimal number/)
})

test('reads without loss what no unit could hold', () => {
  expect(readDecimal('-0.00000000000000000000012')).toEqual({
    negative: true,
    digits: 12n,
    exponent: -23,
  })
})
