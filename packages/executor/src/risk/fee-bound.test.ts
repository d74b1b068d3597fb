import { notional, price, size, takerFee } from '@bot/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { buyFeeBound } from './fee-bound.js'

test('no way to spend the dollars of a buy at or below its limit is charged more than the bound', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 9_999 }),
      fc.integer({ min: 1, max: 200_000_000 }),
      fc.integer({ min: 0, max: 200_000 }),
      fc.integer({ min: 0, max: 4 }),
      fc.array(fc.tuple(fc.nat(), fc.double({ min: 0, max: 1, noNaN: true })), {
        minLength: 1,
        maxLength: 10,
      }),
      (limit, dollars, ratePpm, exponent, fills) => {
        const schedule = { ratePpm, exponent, takerOnly: true }
        let left = dollars
        let charged = 0
        for (const [where, part] of fills) {
          const at = price(1 + (where % limit))
          const shares = size(Math.floor((left * part * 10_000) / at))
          left -= notional(shares, at, 'up')
          charged += takerFee(schedule, shares, at, 'nearest')
        }
        expect(charged).toBeLessThanOrEqual(buyFeeBound(schedule, dollars, price(limit), false))
      },
    ),
    { numRuns: 2_000 },
  )
})

test('what rests pays nothing where takers alone pay, and the fee at its own price elsewhere', () => {
  const schedule = { ratePpm: 70_000, exponent: 1, takerOnly: true }
  expect(buyFeeBound(schedule, 50_000_000, price(5_000), true)).toBe(0)
  expect(buyFeeBound({ ...schedule, takerOnly: false }, 50_000_000, price(5_000), true)).toBe(
    1_750_090,
  )
})
