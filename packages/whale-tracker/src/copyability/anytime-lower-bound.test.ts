import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anytimeLowerBound, type CopyGain } from './anytime-lower-bound.js'

const anyCost = fc.integer({ min: 2, max: 98 }).map((cents) => cents / 100)
const anyGains = fc
  .array(
    fc.record({
      event: fc.integer({ min: 0, max: 20 }),
      cost: anyCost,
      payout: fc.constantFrom(0, 0, 0.4, 1, 1),
    }),
    { minLength: 1, maxLength: 60 },
  )
  .map((gains) => gains.map((gain, at) => ({ ...gain, event: String(gain.event), at })))

test('of nothing nothing is known', () => {
  expect(anytimeLowerBound([])).toBe(-1)
})

/** The chance that the bound ever lies above the truth, over all ways in which events can end. */
const chanceToErr = (costs: readonly number[], edge: number): number => {
  const visit = (known: readonly CopyGain[], chance: number): number => {
    if (known.length > 0 && anytimeLowerBound(known) > edge) return chance
    const cost = costs[known.length]
    if (cost === undefined) return 0
    const next = (payout: number): readonly CopyGain[] => [
      ...known,
      { event: `e${known.length}`, at: known.length, cost, payout },
    ]
    const wins = Math.min(1, Math.max(0, cost + edge))
    const won = wins === 0 ? 0 : visit(next(1), chance * wins)
    return won + (wins === 1 ? 0 : visit(next(0), chance * (1 - wins)))
  }
  return visit([], 1)
}

test('over all ways in which events can end, it is ever above the truth with a chance of at most 2.5 %', () => {
  const anyCosts = fc.array(anyCost, { minLength: 8, maxLength: 8 })
  const anyEdge = fc.constantFrom(-0.1, 0, 0, 0.05, 0.2)
  fc.assert(
    fc.property(anyCosts, anyEdge, (costs, edge) => {
      expect(chanceToErr(costs, edge)).toBeLessThanOrEqual(0.025)
    }),
    { numRuns: 40 },
  )
  const coins = chanceToErr(new Array(11).fill(0.5), 0)
  expect(coins).toBeLessThanOrEqual(0.025)
  expect(coins).toBeGreaterThan(0)
})

test('what stays of the price is told in dollars: the bound comes near to the truth as events go on', () => {
  const half = (count: number): readonly CopyGain[] =>
    Array.from({ length: count }, (_, i) => ({ event: `${i}`, at: i, cost: 0.4, payout: i % 2 }))
  const [few, many, most] = [60, 600, 6_000].map((count) => anytimeLowerBound(half(count)))
  expect([few, many, most].every((bound) => (bound ?? 1) < 0.1)).toBe(true)
  expect(many).toBeGreaterThan(few ?? 1)
  expect(most).toBeGreaterThan(many ?? 1)
  expect(most).toBeGreaterThan(0.06)
})

test('neither the order of events nor of rows matters, and shares that cost more leave no more', () => {
  fc.assert(
    fc.property(anyGains, fc.integer({ min: 1, max: 20 }), (gains, cents) => {
      const bound = anytimeLowerBound(gains)
      expect(anytimeLowerBound(gains.toReversed())).toBeCloseTo(bound, 4)
      const dearer = gains.map((gain) => ({
        ...gain,
        payout: Math.max(0, gain.payout - cents / 100),
      }))
      expect(anytimeLowerBound(dearer)).toBeLessThanOrEqual(bound)
    }),
  )
})

test('more purchases of one event are never more than one event proves', () => {
  const won = (event: (nth: number) => string): readonly CopyGain[] =>
    Array.from({ length: 400 }, (_, nth) => ({ event: event(nth), at: nth, cost: 0.5, payout: 1 }))
  expect(anytimeLowerBound(won((nth) => `${nth % 4}`))).toBeLessThan(0)
  expect(anytimeLowerBound(won((nth) => `${nth % 20}`))).toBeGreaterThan(0)
})
