import { mulDiv } from '@bot/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { proportion } from './proportion.js'

const SAFE = Number.MAX_SAFE_INTEGER
const whole = fc.oneof(
  fc.integer({ min: 1, max: 1_000 }),
  fc.maxSafeNat().map((value) => value + 1 - Number(value === SAFE)),
  fc.integer({ min: 1, max: 1e13 }),
)

test('a proportion is the exact quotient rounded once, whatever the size of its product', () => {
  fc.assert(
    fc.property(
      whole,
      fc.maxSafeNat(),
      fc.nat(),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (all, large, small, share) => {
        const part = Math.min(all, Math.floor(all * share))
        for (const amount of [large, small, SAFE, all, SAFE - 1]) {
          expect(proportion(amount, part, all)).toBe(mulDiv(amount, part, all, 'nearest'))
        }
      },
    ),
    { numRuns: 2_000 },
  )
})
