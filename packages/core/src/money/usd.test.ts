import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addUsd, formatUsd, parseUsd, usd, usdToNumber } from './usd.js'

test('what is written is read back, losses too', () => {
  fc.assert(
    fc.property(fc.maxSafeInteger().map(usd), (money) => {
      expect(parseUsd(formatUsd(money))).toBe(money)
    }),
  )
  expect(formatUsd(usd(-12_500_000))).toBe('-12.5')
  expect(usdToNumber(usd(1_500_000))).toBe(1.5)
})

test('sums are exact, and refused when they pass 2^53', () => {
  expect(addUsd(usd(1), usd(-3), usd(2))).toBe(0)
  expect(() => addUsd(usd(Number.MAX_SAFE_INTEGER), usd(1))).toThrow(/whole micro-dollars/)
  expect(() => usd(0.5)).toThrow(/whole micro-dollars/)
})
