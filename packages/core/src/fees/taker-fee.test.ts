import fc from 'fast-check'
import { expect, test } from 'vitest'
import { divideExact, ROUNDINGS } from '../fixtures/exact.js'
import { parsePrice, price } from '../money/price.js'
import { parseSize, size } from '../money/size.js'
import { parseUsd } from '../money/usd.js'
import { NO_FEE } from './fee-schedule.js'
import { takerFee } from './taker-fee.js'

test('equals shares × rate × (p × (1 − p))^exponent as a rational, rounded once to 0.00001 dollar', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.nat(1_000_000_000), fc.nat(1_000_000_000_000)).map(size),
      fc.integer({ min: 0, max: 10_000 }).map(price),
      fc.integer({ min: 0, max: 1_000_000 }),
      fc.integer({ min: 0, max: 4 }),
      fc.constantFrom(...ROUNDINGS),
      (shares, at, ratePpm, exponent, rounding) => {
        const p = BigInt(at)
        const spread = (p * (10_000n - p)) ** BigInt(exponent)
        const units = divideExact(
          BigInt(shares) * BigInt(ratePpm) * spread * 100_000n,
          10n ** 12n * 10n ** BigInt(8 * exponent),
          rounding,
        )
        const fee = takerFee({ ratePpm, exponent, takerOnly: true }, shares, at, rounding)
        expect(BigInt(fee)).toBe(units * 10n)
      },
    ),
    { numRuns: 1_000 },
  )
})

test('100 shares at 0.50 and rate 0.07 cost 1.75', () => {
  const schedule = { ratePpm: 70_000, exponent: 1, takerOnly: true }
  const fee = takerFee(schedule, parseSize('100'), parsePrice('0.5'), 'nearest')
  expect(fee).toBe(parseUsd('1.75'))
})

test('YES at p and NO at 1 − p cost the same', () => {
  const schedule = { ratePpm: 70_000, exponent: 1, takerOnly: true }
  fc.assert(
    fc.property(fc.nat(10_000).map(price), fc.nat(1e9).map(size), (at, shares) => {
      const other = price(10_000 - at)
      expect(takerFee(schedule, shares, at, 'up')).toBe(takerFee(schedule, shares, other, 'up'))
    }),
  )
})

test('a market without fees and an order without shares cost nothing', () => {
  expect(takerFee(NO_FEE, size(1e9), price(5_000), 'up')).toBe(0)
  expect(takerFee({ ...NO_FEE, ratePpm: 1 }, size(0), price(5_000), 'up')).toBe(0)
})
