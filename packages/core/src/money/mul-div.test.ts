import fc from 'fast-check'
import { expect, test } from 'vitest'
import { divideExact, ROUNDINGS } from '../fixtures/exact.js'
import { mulDiv } from './mul-div.js'

const operand = fc.oneof(fc.maxSafeNat(), fc.nat(1_000), fc.nat(100_000_000))

test('equals the exact quotient, rounded once, with operands of any size', () => {
  fc.assert(
    fc.property(
      operand,
      operand,
      operand.filter((divisor) => divisor > 0),
      fc.constantFrom(...ROUNDINGS),
      (a, b, divisor, rounding) => {
        const exact = divideExact(BigInt(a) * BigInt(b), BigInt(divisor), rounding)
        if (exact > BigInt(Number.MAX_SAFE_INTEGER)) {
          expect(() => mulDiv(a, b, divisor, rounding)).toThrow(/below 2\^53/)
        } else {
          expect(mulDiv(a, b, divisor, rounding)).toBe(Number(exact))
        }
      },
    ),
    { numRuns: 500 },
  )
})

test('rounds halves away from zero', () => {
  expect(mulDiv(1, 1, 2, 'nearest')).toBe(1)
  expect(mulDiv(3, 1, 2, 'nearest')).toBe(2)
  expect(mulDiv(1, 1, 3, 'nearest')).toBe(0)
})

test.each([
  [-1, 1, 1],
  [1, 0.5, 1],
  [1, 1, 0],
  [1, 1, 1.5],
  [1, Number.NaN, 1],
  [2 ** 53, 1, 1],
])('refuses %d × %d / %d', (a, b, divisor) => {
  expect(() => mulDiv(a, b, divisor, 'down')).toThrow(
    expect.objectContaining({ code: 'invalid-number' }),
  )
})
