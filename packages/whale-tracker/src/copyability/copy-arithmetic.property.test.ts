import {
  bestAsk,
  bestBid,
  type FeeSchedule,
  levelsOf,
  PRICE_ONE,
  type Size,
  type TimeMs,
  timeMs,
  usd,
} from '@bot/core'
import { buildBook } from '@bot/core/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { followExit, holdCopy, scoreCopy } from './follow-exit.js'
import { type CopyMarket, tryCopy } from './try-copy.js'

const NOW = timeMs(1_700_000_000_000)
const cents = (value: number): string => (value / 100).toFixed(2)

/** A market with a spread somewhere and up to four levels a side; the other outcome's book is its mirror. */
const anyMarket: fc.Arbitrary<CopyMarket> = fc
  .record({
    bid: fc.integer({ min: 5, max: 90 }),
    spread: fc.integer({ min: 1, max: 5 }),
    sizes: fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 8, maxLength: 8 }),
    ratePpm: fc.integer({ min: 0, max: 70_000 }),
    stake: fc.integer({ min: 1_000_000, max: 200_000_000 }),
  })
  .map(({ bid, spread, sizes, ratePpm, stake }) => {
    const bids = [0, 1, 2, 3].map((i) => [bid - i, sizes[i]] as const)
    const asks = [0, 1, 2, 3].map((i) => [bid + spread + i, sizes[4 + i]] as const)
    const text = (levels: typeof bids) => levels.map(([at, n]) => [cents(at), `${n}`] as const)
    const mirror = (levels: typeof bids) => levels.map(([at, n]) => [100 - at, n] as const)
    const fee: FeeSchedule = { ratePpm, exponent: 1, takerOnly: true }
    return {
      book: buildBook('y', { bids: text(bids), asks: text(asks) }, NOW),
      other: buildBook('n', { bids: text(mirror(asks)), asks: text(mirror(bids)) }, NOW),
      ...{ fee, now: NOW, stake: usd(stake), maxBookAgeMs: 30_000 },
    }
  })

const anyCandidate = fc
  .record({
    price: fc.integer({ min: 1, max: 99 }).map((cent) => cent / 100),
    shares: fc.integer({ min: 10_000, max: 800_000_000 }).map((units) => units as Size),
    waited: fc.integer({ min: 0, max: 90_000 }),
  })
  .map(({ waited, ...rest }) => ({
    ...{ wallet: 'w', event: 'e', market: 'm', at: (NOW - waited) as TimeMs },
    ...rest,
  }))

const bought = fc
  .tuple(anyMarket, anyCandidate)
  .map(([market, candidate]) => ({ market, trial: tryCopy(candidate, market) }))

test('a copy never costs less than the best ask, is never larger than the wallet or what is offered, and a fee never helps', () => {
  fc.assert(
    fc.property(anyMarket, anyCandidate, (market, candidate) => {
      const trial = tryCopy(candidate, market)
      const book = market.book
      if (typeof trial === 'string' || book === undefined) return
      const offered = levelsOf(book, 'ask').reduce((sum, level) => sum + level.size, 0)
      expect(trial.cost).toBeGreaterThanOrEqual((bestAsk(book) ?? 0) / PRICE_ONE)
      expect(trial.copied).toBeLessThanOrEqual(Math.min(candidate.shares, offered))
      expect(trial.copied * candidate.price).toBeLessThanOrEqual(market.stake + 1)
      const free = tryCopy(candidate, { ...market, fee: { ...feeOf(market), ratePpm: 0 } })
      if (typeof free === 'string') throw new Error(free)
      expect(trial.cost).toBeGreaterThanOrEqual(free.cost)
      expect(trial.reverseCost).toBeGreaterThanOrEqual(free.reverseCost)
    }),
  )
})

const feeOf = ({ fee }: CopyMarket): FeeSchedule => {
  if (fee === 'unknown') throw new Error('expected a known fee')
  return fee
}

test('copying and its reverse together never beat a dollar: one of both pays the spread and the fees', () => {
  fc.assert(
    fc.property(bought, fc.constantFrom(0, 1_000_000), ({ market, trial }, payout) => {
      if (typeof trial === 'string') return
      const scored = scoreCopy(holdCopy(trial), payout)
      expect(scored.payout + scored.reversePayout).toBeCloseTo(1, 9)
      const gains = scored.payout - trial.cost + scored.reversePayout - trial.reverseCost
      expect(gains).toBeLessThanOrEqual(1e-9)
      expect(market.now).toBe(trial.seenAt)
    }),
  )
})

test('an exit never brings more than the best bid a share, never sells what is not held, and loses nothing', () => {
  const exits = fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 6 })
  fc.assert(
    fc.property(bought, anyMarket, exits, ({ trial }, later, parts) => {
      if (typeof trial === 'string') return
      let holding = holdCopy(trial)
      const best = (bestBid(later.book as never) ?? 0) / PRICE_ONE
      for (const part of parts) {
        const next = followExit(holding, { fraction: part / 100 }, later)
        if (typeof next === 'string') throw new Error(next)
        expect(next.copy.left).toBeLessThanOrEqual(holding.copy.left)
        expect(next.copy.left).toBeGreaterThanOrEqual(0)
        const sold = holding.copy.left - next.copy.left
        expect(sold).toBeLessThanOrEqual((holding.copy.left * part) / 100 + 1)
        expect(next.copy.returned - holding.copy.returned).toBeLessThanOrEqual(sold * best)
        holding = next
      }
      const lost = scoreCopy(holding, 0)
      const won = scoreCopy(holding, 1_000_000)
      expect(won.payout - lost.payout).toBeCloseTo(won.held ?? 1, 9)
      expect(lost.payout).toBeLessThanOrEqual(best)
    }),
  )
})

test('a round trip at one instant loses: the spread and two fees', () => {
  fc.assert(
    fc.property(bought, ({ market, trial }) => {
      if (typeof trial === 'string') return
      const sold = followExit(holdCopy(trial), { fraction: 1 }, market)
      if (typeof sold === 'string') throw new Error(sold)
      const { payout, held } = scoreCopy(sold, 0)
      if (held === 0) expect(payout).toBeLessThan(trial.cost)
    }),
  )
})
