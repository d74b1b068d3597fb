import { type MarketFacts, type MarketId, marketId, type Position, tokenId } from '@bot/core'
import { buildMarket } from '@bot/core/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { surePayout } from './sure-payout.js'

const SHARE = 1_000_000
const names = ['a', 'b', 'c'] as const
const facts = new Map<MarketId, MarketFacts>(
  names.map((name) => [marketId(name), buildMarket(name)]),
)
const marketOf = (id: MarketId): MarketFacts | undefined => facts.get(id)

const held = (token: string, shares: number): Position =>
  ({
    market: marketId(token.slice(0, 1)),
    token: tokenId(token),
    confirmed: shares * SHARE,
    provisional: 0,
  }) as unknown as Position

test('all NO but one pay, whichever outcome wins', () => {
  expect(surePayout([held('a-no', 5), held('b-no', 5), held('c-no', 5)], marketOf)).toBe(10 * SHARE)
})

test('YES alone pays nothing for sure: another outcome may win', () => {
  expect(surePayout([held('a-yes', 5), held('b-yes', 5)], marketOf)).toBe(0)
})

test('a market that is not known pays nothing for sure', () => {
  expect(surePayout([held('x-no', 5), held('x-yes', 5)], marketOf)).toBe(0)
})

test('it is the least over the outcomes, told one by one', () => {
  const shares = fc.nat({ max: 9 })
  fc.assert(
    fc.property(fc.array(fc.tuple(shares, shares), { minLength: 3, maxLength: 3 }), (sides) => {
      const positions = names.flatMap((name, i) => [
        held(`${name}-yes`, sides[i]?.[0] ?? 0),
        held(`${name}-no`, sides[i]?.[1] ?? 0),
      ])
      const paid = [...names, 'none'].map((winner) =>
        names.reduce((sum, name, i) => sum + (sides[i]?.[name === winner ? 0 : 1] ?? 0) * SHARE, 0),
      )
      expect(surePayout(positions, marketOf)).toBe(Math.min(...paid))
    }),
  )
})
