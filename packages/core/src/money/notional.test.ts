import fc from 'fast-check'
import { expect, test } from 'vitest'
import { divideExact, ROUNDINGS } from '../fixtures/exact.js'
import { notional, sharesFor } from './notional.js'
import { price } from './price.js'
import { size } from './size.js'
import { usd } from './usd.js'

const anyPrice = fc.integer({ min: 0, max: 10_000 }).map(price)

test('is shares × price, exact past 2^53', () => {
  fc.assert(
    fc.property(
      fc.maxSafeNat().map(size),
      anyPrice,
      fc.constantFrom(...ROUNDINGS),
      (shares, at, rounding) => {
        const exact = divideExact(BigInt(shares) * BigInt(at), 10_000n, rounding)
        expect(BigInt(notional(shares, at, rounding))).toBe(exact)
      },
    ),
  )
})

test('a sum buys as many shares as it pays for, and not one unit more', () => {
  fc.assert(
    fc.property(
      fc.nat(900_000_000_000).map(usd),
      anyPrice.filter((at) => at > 0),
      (money, at) => {
        const shares = BigInt(sharesFor(money, at))
        expect(shares * BigInt(at)).toBeLessThanOrEqual(BigInt(money) * 10_000n)
        expect((shares + 1n) * BigInt(at)).toBeGreaterThan(BigInt(money) * 10_000n)
      },
    ),
  )
})

test('no money, a debt or a price of zero buys nothing', () => {
  expect(sharesFor(usd(0), price(5_000))).toBe(0)
  expect(sharesFor(usd(-5), price(5_000))).toBe(0)
  expect(sharesFor(usd(5), price(0))).toBe(0)
})
