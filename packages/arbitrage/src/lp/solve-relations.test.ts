import fc from 'fast-check'
import { expect, test } from 'vitest'
import { solve } from 'yalps'
import { drawProblem, PROBLEM_KINDS, toModel, worstOf } from '../fixtures/relation-problems.js'
import type { Asset, RelationProblem } from './relation-problem.js'
import { solveRelations } from './solve-relations.js'

const problems = fc.integer({ min: 2, max: 12 }).chain((states) =>
  fc.record({
    states: fc.constant(states),
    cash: fc.integer({ min: 1, max: 200 }),
    assets: fc.array(
      fc.record({
        payoffs: fc.array(fc.constantFrom(0, 0.5, 1), { minLength: states, maxLength: states }),
        levels: fc
          .array(
            fc.record({
              cost: fc.integer({ min: 1, max: 99 }),
              shares: fc.integer({ min: 1, max: 50 }),
            }),
            { minLength: 1, maxLength: 4 },
          )
          .map((levels): Asset['levels'] =>
            levels
              .map(({ cost, shares }) => ({ cost: cost / 100, shares }))
              .sort((a, b) => a.cost - b.cost),
          ),
      }),
      { minLength: 2, maxLength: 14 },
    ),
  }),
)

/** Shares that are there, that the cash pays for, and that reach what state prices prove to be the most. */
const expectOptimal = (problem: RelationProblem) => {
  const solution = solveRelations(problem)
  if (solution === undefined) throw new Error('expected a solution')
  const { profit, shares, statePrices } = solution
  const reached = worstOf(problem, shares)
  expect(reached.profit).toBeGreaterThan(profit - 1e-4)
  expect(reached.cost).toBeLessThanOrEqual(problem.cash + 1e-5)
  expect(Math.min(...statePrices)).toBeGreaterThanOrEqual(0)
  expect(statePrices.reduce((sum, price) => sum + price, 0)).toBeCloseTo(1, 6)
  return solution
}

test('finds the optimum that another solver finds, with shares that reach it and prices that prove it', () => {
  const seen = { some: 0, none: 0 }
  fc.assert(
    fc.property(problems, (problem) => {
      const { profit } = expectOptimal(problem)
      expect(profit).toBeCloseTo(solve(toModel(problem)).result, 4)
      seen[profit > 0 ? 'some' : 'none'] += 1
    }),
    { numRuns: 500 },
  )
  expect(seen.some).toBeGreaterThan(100)
  expect(seen.none).toBeGreaterThan(20)
})

test('reaches what its state prices prove on ladders, sets, buckets and games of up to 200 states', () => {
  const seen = { some: 0, none: 0 }
  fc.assert(
    fc.property(
      fc.constantFrom(...PROBLEM_KINDS),
      fc.oneof(fc.integer({ min: 4, max: 60 }), fc.constant(200)),
      fc.constantFrom(1, 2, 5),
      fc.constantFrom(1, 100, 1e6),
      fc.constantFrom([0.001, 0.01] as const, [-0.005, 0.01] as const, [-0.2, 0.02] as const),
      fc.nat(),
      (kind, states, levels, cash, off, seed) => {
        const problem = drawProblem(kind, `${seed}`, { states, levels, cash, off })
        seen[expectOptimal(problem).profit > 0 ? 'some' : 'none'] += 1
      },
    ),
    { numRuns: 40 },
  )
  expect(seen.some).toBeGreaterThan(10)
  expect(seen.none).toBeGreaterThan(2)
})

const flat = (payoffs: readonly number[], cost: number, shares: number): Asset => ({
  payoffs,
  levels: [{ cost, shares }],
})

test('a hundred equal offers of both sides of one market: ties everywhere, and each is taken', () => {
  const assets = Array.from({ length: 200 }, (_unset, index) =>
    flat(index % 2 === 0 ? [1, 0] : [0, 1], 0.49, 10),
  )
  const solution = expectOptimal({ states: 2, assets, cash: 10_000 })
  expect(solution.profit).toBeCloseTo(1_000 * 0.02, 6)
})

test('levels of one price are one level', () => {
  const level = { cost: 0.4, shares: 5 }
  const assets = [
    { payoffs: [1, 0], levels: [level, level, level] },
    { payoffs: [0, 1], levels: [level, level, level] },
  ]
  expect(expectOptimal({ states: 2, assets, cash: 100 }).profit).toBeCloseTo(3, 6)
})

test.each([
  ['a state in which nothing on offer pays', 3, [flat([1, 1, 0], 0.1, 100)], 100],
  ['no cash', 2, [flat([1, 0], 0.1, 100), flat([0, 1], 0.1, 100)], 0],
  ['no shares', 2, [flat([1, 0], 0.1, 0), flat([0, 1], 0.1, 100)], 100],
  ['no levels', 2, [{ payoffs: [1, 0], levels: [] }, flat([0, 1], 0.1, 100)], 100],
  ['no offers', 2, [], 100],
  ['a dollar for a dollar', 2, [flat([1, 0], 0.5, 100), flat([0, 1], 0.5, 100)], 100],
])('%s: no profit, and prices that prove it', (_name, states, assets, cash) => {
  const { profit, shares } = expectOptimal({ states, assets, cash })
  expect(profit).toBe(0)
  expect(shares).toEqual(assets.map(() => 0))
})

test('offers that cost nothing are taken without cash', () => {
  const assets = [flat([1, 0], 0, 30), flat([0, 1], 0, 20)]
  expect(expectOptimal({ states: 2, assets, cash: 0 }).profit).toBeCloseTo(20, 6)
})

test('gives up on what has no bound', () => {
  const endless = flat([1], 0.5, Number.POSITIVE_INFINITY)
  expect(solveRelations({ states: 1, assets: [endless], cash: Infinity })).toBeUndefined()
  expect(solveRelations({ states: 1, assets: [endless], cash: 50 })?.profit).toBeCloseTo(50, 6)
})

test('a ladder of 199 steps: two hundred states, one pair out of order', () => {
  const count = 199
  const assets = Array.from({ length: count }, (_unset, step) =>
    [0, 1].map((outcome): Asset => {
      const payoffs = Array.from({ length: count + 1 }, (_none, state) =>
        (state <= step ? 1 : 0) === outcome ? 0 : 1,
      )
      const fair = outcome === 0 ? (step + 1) / (count + 1) : 1 - (step + 1) / (count + 1)
      const cheap = step === 120 && outcome === 0 ? 0.1 : 0
      return {
        payoffs,
        levels: [
          { cost: fair + 0.002 - cheap, shares: 50 },
          { cost: fair + 0.02, shares: 500 },
        ],
      }
    }),
  ).flat()
  const solution = solveRelations({ states: count + 1, assets, cash: 100 })
  // Step 120 is 0.098 too cheap; the other side of a step some way down pays whenever it does not.
  expect(solution?.profit).toBeGreaterThan(4)
  expect(solution?.shares[240]).toBeCloseTo(50, 3)
})
