import {
  floorLevels,
  meetsLevels,
  type Priority,
  type Signal,
  type Strategy,
  timeMs,
  tokenId,
} from '@bot/core'
import { buildMarket, buildView } from '@bot/core/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CascadeAudit } from './audit.js'
import { createCascade } from './create-cascade.js'
import { sampleSignal, sampleStrategy, thresholdFact } from './fixtures/sample-strategies.js'

const NOW = timeMs(1_700_000_000_000)
const MARKETS = ['a', 'b', 'c', 'd', 'e']
const RANK: Readonly<Record<Priority, number>> = { critical: 0, high: 1, medium: 2, low: 3 }

const strategyAt = (index: number): fc.Arbitrary<Strategy> =>
  fc
    .record({
      priority: fc.constantFrom<Priority>('critical', 'high', 'medium', 'low'),
      level: fc.integer({ min: 1, max: 100 }),
      part: fc.integer({ min: 1, max: 10 }),
      stricter: fc.constantFrom<'higher' | 'lower'>('higher', 'lower'),
    })
    .map(({ priority, level, part, stricter }) =>
      sampleStrategy(`s${index}`, priority, {
        default: level,
        floor: stricter === 'higher' ? (level * part) / 10 : (level * 10) / part,
        stricter,
      }),
    )

const signal = fc
  .record({
    strategy: fc.integer({ min: 0, max: 3 }),
    market: fc.constantFrom(...MARKETS),
    edge: fc.integer({ min: 1, max: 150 }),
    no: fc.boolean(),
    sells: fc.boolean(),
  })
  .map(({ strategy, market, edge, no, sells }) =>
    sampleSignal(`s${strategy}`, market, edge, {
      token: tokenId(`${market}-${no ? 'no' : 'yes'}`),
      side: sells ? 'sell' : 'buy',
    }),
  )

const scenario = fc.record({
  strategies: fc.tuple(strategyAt(0), strategyAt(1), strategyAt(2), strategyAt(3)),
  signals: fc.array(signal, { maxLength: 12 }),
  multipliers: fc.array(fc.double({ min: 0.01, max: 2, noNaN: true }), {
    minLength: 4,
    maxLength: 4,
  }),
  capacity: fc.integer({ min: 1, max: 5 }),
  maxRetries: fc.integer({ min: 0, max: 5 }),
  scan: fc.boolean(),
})

const outcomeOf = ({ token, side, market }: Signal): string => {
  const isYes = token === `${market}-yes`
  return (side === 'buy') === isYes ? 'yes' : 'no'
}

test('whatever comes: floors, capacity, priorities, one side a market, each signal once, the same again', () => {
  const seen = { taken: 0, retries: 0, full: 0 }
  fc.assert(
    fc.property(scenario, ({ strategies, signals, multipliers, capacity, maxRetries, scan }) => {
      const options = { strategies, maxSignalsPerScan: capacity, maxRetries }
      const facts = multipliers.map((multiplier, i) => thresholdFact(`s${i}`, multiplier))
      const view = buildView({ now: NOW, facts, markets: MARKETS.map((id) => buildMarket(id)) })
      const request = {
        signals,
        trigger: scan ? ('scan' as const) : ('book' as const),
        scan: scan ? 1 : undefined,
        refusals: [],
        evaluated: strategies.map(({ name }) => name),
      }
      const choice = createCascade(options).choose(request, view)
      expect(createCascade(options).choose(request, view)).toEqual(choice)
      const { taken, refused } = choice
      const audit = choice.audit as CascadeAudit
      const strategyOf = new Map(strategies.map((each) => [each.name, each]))

      expect(taken.length).toBeLessThanOrEqual(capacity)
      expect(taken.length + refused.length).toBe(signals.length)
      expect(new Set(taken).size).toBe(taken.length)
      expect(audit.retries).toBeLessThanOrEqual(scan ? maxRetries : 0)

      for (const { strategy, measured } of taken) {
        const { thresholds } = strategyOf.get(strategy) ?? sampleStrategy('none')
        expect(meetsLevels(thresholds, floorLevels(thresholds), measured)).toBe(true)
      }
      for (const { strategy, levels } of audit.strategies) {
        const { thresholds } = strategyOf.get(strategy) ?? sampleStrategy('none')
        // A level at its floor or stricter is met by no more than the floor is.
        expect(meetsLevels(thresholds, floorLevels(thresholds), levels)).toBe(true)
      }
      const ranks = taken.map(({ strategy }) => RANK[strategyOf.get(strategy)?.priority ?? 'low'])
      expect(ranks).toEqual([...ranks].sort((a, b) => a - b))
      const full = refused.filter((each) => each.refused === 'capacity-full')
      for (const { by } of full) {
        expect(RANK[strategyOf.get(by)?.priority ?? 'low']).toBeGreaterThanOrEqual(
          Math.max(...ranks),
        )
      }
      const sides = taken.map((each) => `${each.market} ${outcomeOf(each)}`)
      expect(new Set(taken.map(({ market }) => market)).size).toBe(sides.length)
      seen.taken += taken.length
      seen.retries += audit.retries
      seen.full += full.length
    }),
    { numRuns: 800 },
  )
  expect(seen.taken).toBeGreaterThan(300)
  expect(seen.retries).toBeGreaterThan(15)
  expect(seen.full).toBeGreaterThan(30)
})
