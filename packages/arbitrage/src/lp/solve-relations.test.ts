import fc from 'fast-check'
import { expect, test } from 'vitest'
import { solve } from 'yalps'
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

/** The same program in one piece, to another solver. */
const primal = ({ states, assets, cash }: RelationProblem): number => {
  const rows = Array.from({ length: states }, (_unset, state) => state)
  const constraints: [string, { max: number }][] = [
    ['cash', { max: cash }],
    ...rows.map((row): [string, { max: number }] => [`s${row}`, { max: 0 }]),
  ]
  const variables: [string, [string, number][]][] = [
    ['worst', [['profit', 1], ...rows.map((row): [string, number] => [`s${row}`, 1])]],
  ]
  for (const [asset, { payoffs, levels }] of assets.entries()) {
    for (const [level, { cost, shares }] of levels.entries()) {
      const id = `${asset}.${level}`
      constraints.push([id, { max: shares }])
      variables.push([
        id,
        [
          ['profit', -cost],
          ['cash', cost],
          [id, 1],
          ...payoffs.map((payoff, row): [string, number] => [`s${row}`, -payoff]),
        ],
      ])
    }
  }
  return solve({ direction: 'maximize', objective: 'profit', constraints, variables }).result
}

test('finds the optimum that another solver finds, with shares that reach it and prices that prove it', () => {
  const seen = { some: 0, none: 0 }
  fc.assert(
    fc.property(problems, (problem) => {
      const solution = solveRelations(problem)
      if (solution === undefined) throw new Error('expected a solution')
      const { profit, shares, statePrices } = solution
      expect(profit).toBeCloseTo(primal(problem), 4)
      const worst = Math.min(
        ...statePrices.map((_price, state) =>
          problem.assets.reduce(
            (sum, { payoffs }, index) => sum + (payoffs[state] ?? 0) * (shares[index] ?? 0),
            0,
          ),
        ),
      )
      const cost = problem.assets.reduce((sum, { levels }, index) => {
        let left = shares[index] ?? 0
        return levels.reduce((dollars, level) => {
          const taken = Math.min(left, level.shares)
          left -= taken
          return dollars + taken * level.cost
        }, sum)
      }, 0)
      expect(worst - cost).toBeGreaterThan(profit - 1e-4)
      expect(cost).toBeLessThanOrEqual(problem.cash + 1e-5)
      expect(Math.min(...statePrices)).toBeGreaterThanOrEqual(0)
      expect(statePrices.reduce((sum, price) => sum + price, 0)).toBeCloseTo(1, 6)
      seen[profit > 0 ? 'some' : 'none'] += 1
    }),
    { numRuns: 500 },
  )
  expect(seen.some).toBeGreaterThan(100)
  expect(seen.none).toBeGreaterThan(20)
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
