import { NO_FEE, parseSize, timeMs, usd } from '@bot/core'
import { buildBook } from '@bot/core/testing'
import { expect, test } from 'vitest'
import { measureCopyability, type ScoredTrial } from './measure-copyability.js'
import { type CopyMarket, type CopyTrial, tryCopy } from './try-copy.js'

const NOW = timeMs(1_700_000_000_000)
const candidate = {
  wallet: '0xa',
  event: 'e',
  market: 'm',
  at: timeMs(NOW - 30_000),
  price: 0.4,
  shares: parseSize('100'),
}
const market = (change: Partial<CopyMarket> = {}): CopyMarket => ({
  book: buildBook(
    'm-yes',
    {
      bids: [['0.41', '500']],
      asks: [
        ['0.42', '50'],
        ['0.44', '500'],
      ],
    },
    NOW,
  ),
  other: buildBook('m-no', { bids: [['0.56', '500']], asks: [['0.59', '500']] }, NOW),
  fee: NO_FEE,
  now: NOW,
  stake: usd(1_000_000_000),
  maxBookAgeMs: 30_000,
  ...change,
})

test('copying walks the book that stands after the delay, and the other side for the reverse', () => {
  expect(tryCopy(candidate, market())).toMatchObject({ cost: 0.43, reverseCost: 0.59, seenAt: NOW })
  // $20 buys 50 shares at the wallet's price: the first level alone.
  expect(tryCopy(candidate, market({ stake: usd(20_000_000) }))).toMatchObject({ cost: 0.42 })
  const fee = { ratePpm: 40_000, exponent: 1, takerOnly: true }
  const paid = tryCopy(candidate, market({ fee, stake: usd(20_000_000) }))
  // 0.42 + 0.04 × 0.42 × 0.58
  expect((paid as CopyTrial).cost).toBeCloseTo(0.429744, 6)
})

test('what cannot be known is named, never guessed', () => {
  const thin = buildBook('m-yes', { bids: [['0.41', '5']], asks: [['0.42', '5']] }, NOW)
  expect(tryCopy(candidate, market({ book: undefined }))).toBe('book-missing')
  expect(tryCopy(candidate, market({ now: timeMs(NOW + 30_001) }))).toBe('book-stale')
  expect(tryCopy(candidate, market({ book: thin }))).toBe('too-thin')
  expect(tryCopy(candidate, market({ fee: 'unknown' }))).toBe('fee-unknown')
})

const trials = (count: number, wins: number, cost: number): readonly ScoredTrial[] =>
  Array.from({ length: count }, (_, index) => ({
    trial: {
      ...{ ...candidate, event: `e${index}`, seenAt: NOW, copied: candidate.shares },
      ...{ cost, reverseCost: 1.02 - cost },
    },
    payout: index < wins ? 1 : 0,
    reversePayout: index < wins ? 0 : 1,
  }))

test('only a positive lower bound is copyable, and the reverse stands beside it', () => {
  const good = measureCopyability(trials(100, 70, 0.5))
  expect(good).toMatchObject({ copyable: true, events: 100 })
  expect(good.copy.edge).toBeCloseTo(0.2, 9)
  expect(good.reverse.edge).toBeCloseTo(0.3 - 0.52, 9)
  expect(good.own).toBeCloseTo(0.3, 9)
  expect(good.copy.sure).toBeGreaterThan(0)
  expect(good.copy.sure).toBeLessThan(0.2)
  expect(good.reverse.sure).toBeLessThan(-0.22)
  expect(good.reason).toContain('at all looks')
  expect(measureCopyability(trials(100, 55, 0.5)).copyable).toBe(false)
  expect(measureCopyability(trials(9, 9, 0.2))).toMatchObject({
    copyable: false,
    reason: '9 of 10 events',
  })
})

test('an interval above 0 that holds for one look alone gives no leave', () => {
  const early = measureCopyability(trials(30, 22, 0.5))
  expect(early.copy.low).toBeGreaterThan(0)
  expect(early.copy.sure).toBeLessThanOrEqual(0)
  expect(early.copyable).toBe(false)
})

test('favourites that all won prove nothing: their prices say how much they vary', () => {
  const all = measureCopyability(trials(20, 20, 0.95))
  expect(all.copy.edge).toBeCloseTo(0.05, 9)
  expect(all.copyable).toBe(false)
})

test('sales that all gained a cent prove nothing either: one of them might have lost its whole price', () => {
  const sold = trials(30, 30, 0.5).map((each) => ({ ...each, payout: 0.51, held: 0 }))
  const all = measureCopyability(sold)
  expect(all.copy.edge).toBeCloseTo(0.01, 9)
  expect(all.copyable).toBe(false)
})

test('many purchases in one event are one', () => {
  const same = trials(100, 70, 0.5).map(({ trial, ...rest }, index) => ({
    ...rest,
    trial: { ...trial, event: `e${index % 12}` },
  }))
  expect(measureCopyability(same)).toMatchObject({ trades: 100, events: 12 })
  expect(measureCopyability(same).copyable).toBe(false)
})
