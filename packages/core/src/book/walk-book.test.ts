import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type FeeSchedule, NO_FEE } from '../fees/fee-schedule.js'
import { anyBook } from '../fixtures/any-book.js'
import { divideExact } from '../fixtures/exact.js'
import { price } from '../money/price.js'
import { parseSize, size } from '../money/size.js'
import { parseUsd } from '../money/usd.js'
import { buildBook } from '../testing/builders.js'
import { levelsOf } from './read-book.js'
import { walkBook } from './walk-book.js'

const anyFee: fc.Arbitrary<FeeSchedule> = fc.oneof(
  fc.constant(NO_FEE),
  fc.record({
    ratePpm: fc.integer({ min: 0, max: 1_000_000 }),
    exponent: fc.integer({ min: 0, max: 2 }),
    takerOnly: fc.constant(true),
  }),
)

test('walks as an exact model does: best first, never past the limit, rounded against the taker', () => {
  fc.assert(
    fc.property(
      anyBook,
      fc.constantFrom('buy' as const, 'sell' as const),
      fc.oneof(fc.nat(200), fc.nat(1e9)).map(size),
      fc.option(fc.integer({ min: 1, max: 9_999 }).map(price), { nil: undefined }),
      anyFee,
      (book, side, shares, limit, fee) => {
        const buying = side === 'buy'
        let left = BigInt(shares)
        let dollars = 0n
        let fees = 0n
        let worst: number | undefined
        let count = 0
        for (const level of levelsOf(book, buying ? 'ask' : 'bid')) {
          const past = limit !== undefined && (buying ? level.price > limit : level.price < limit)
          if (left === 0n || past) break
          const take = left < BigInt(level.size) ? left : BigInt(level.size)
          const p = BigInt(level.price)
          dollars += divideExact(take * p, 10_000n, buying ? 'up' : 'down')
          const weight = BigInt(fee.ratePpm) * (p * (10_000n - p)) ** BigInt(fee.exponent)
          fees += 10n * divideExact(take * weight, 10n ** BigInt(7 + 8 * fee.exponent), 'up')
          left -= take
          worst = level.price
          count += 1
        }
        const options = { shares, fee, ...(limit === undefined ? {} : { limit }) }
        expect(walkBook(book, side, options)).toEqual({
          size: Number(BigInt(shares) - left),
          notional: Number(dollars),
          fee: Number(fees),
          worstPrice: worst,
          levels: count,
        })
      },
    ),
    { numRuns: 500 },
  )
})

test('stops at the limit and says how far it came', () => {
  const book = buildBook('t', {
    asks: [
      ['0.48', '10'],
      ['0.49', '10'],
      ['0.52', '100'],
    ],
  })
  const options = { shares: parseSize('50'), limit: price(5_000), fee: NO_FEE }
  expect(walkBook(book, 'buy', options)).toEqual({
    size: parseSize('20'),
    notional: parseUsd('9.7'),
    fee: 0,
    worstPrice: 4_900,
    levels: 2,
  })
})
