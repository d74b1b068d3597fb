import { price, size, takerFee } from '@bot/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { exactFee } from './exact-fee.js'

test('is the fee that core computes, rounded up, for any size, price, rate and exponent', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.nat(1_000_000_000_000),
        fc.nat(100_000).map((whole) => whole * 1_000_000),
      ),
      fc.oneof(
        fc.nat(10_000),
        fc.nat(1_000).map((mill) => mill * 10),
        fc.nat(100).map((cent) => cent * 100),
      ),
      fc.oneof(
        fc.nat(1_000_000),
        fc.nat(1_000).map((step) => step * 1_000),
      ),
      fc.constantFrom(0, 1, 1, 1, 2, 4),
      (shares, at, ratePpm, exponent) => {
        const schedule = { ratePpm, exponent, takerOnly: true }
        expect(exactFee(schedule, shares, price(at))).toBe(
          takerFee(schedule, size(shares), price(at), 'up'),
        )
      },
    ),
    { numRuns: 5_000 },
  )
})
