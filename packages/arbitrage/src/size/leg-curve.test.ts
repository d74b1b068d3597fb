import { NO_FEE, size, tokenId, walkBook } from '@bot/core'
import { buildBook, buildMarket } from '@bot/core/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createLegCurve, moneyAt, walkCurve } from './leg-curve.js'

const sides = fc.array(
  fc.tuple(fc.integer({ min: 1, max: 999 }), fc.integer({ min: 1, max: 5_000_000 })),
  {
    minLength: 1,
    maxLength: 6,
  },
)
const toText = (levels: readonly (readonly [number, number])[]) =>
  levels.map(([at, shares]) => [String(at / 1_000), String(shares / 1_000)] as const)

test('walks as core walks a book, whatever was asked before', () => {
  fc.assert(
    fc.property(
      sides,
      fc.constantFrom('buy' as const, 'sell' as const),
      fc.constantFrom(
        NO_FEE,
        { ratePpm: 40_000, exponent: 1, takerOnly: true },
        { ratePpm: 250_000, exponent: 2, takerOnly: true },
      ),
      fc.array(fc.integer({ min: 1, max: 40_000_000_000 }), { minLength: 1, maxLength: 5 }),
      (levels, side, fee, asked) => {
        const book = buildBook(
          't',
          side === 'buy' ? { asks: toText(levels) } : { bids: toText(levels) },
        )
        const market = buildMarket('m')
        const leg = { market, token: tokenId('t'), side, book, fee, minimumSize: size(1) }
        const curve = createLegCurve(leg)
        for (const shares of asked) {
          const walk = walkBook(book, side, { shares: size(shares), fee })
          const reached = walk.size === shares
          expect(walkCurve(curve, size(shares))).toEqual(reached ? walk : undefined)
          const money = side === 'buy' ? walk.notional + walk.fee : walk.notional - walk.fee
          expect(moneyAt(curve, shares)).toBe(reached ? money : undefined)
        }
      },
    ),
    { numRuns: 500 },
  )
})
