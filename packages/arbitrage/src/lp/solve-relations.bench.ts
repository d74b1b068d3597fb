import { bench, describe } from 'vitest'
import { solve } from 'yalps'
import { drawProblem, type ProblemKind, toModel, worstOf } from '../fixtures/relation-problems.js'
import type { RelationProblem } from './relation-problem.js'
import { solveRelations } from './solve-relations.js'

const STATES = 200
const SETS: readonly Readonly<{ kind: ProblemKind; name: string; rival: boolean }>[] = [
  { kind: 'ladder', name: '199 thresholds', rival: true },
  { kind: 'exclusive', name: '199 outcomes of which at most one wins', rival: true },
  { kind: 'buckets', name: '200 buckets and 40 thresholds', rival: true },
  { kind: 'game', name: '84 totals, spreads and team totals of 20 x 10 scores', rival: false },
  { kind: 'random', name: '100 markets that pay in random states', rival: false },
]

/** The same work on every machine and under every load: what a table of 200 x 200 takes for 200 pivots. */
const eliminate = (): number => {
  const table = new Float64Array(STATES * STATES).fill(1)
  for (let pivot = 0; pivot < STATES; pivot++) {
    for (let row = 0; row < STATES; row++) {
      const start = row * STATES
      for (let at = 0; at < STATES; at++) {
        table[start + at] = (table[start + at] ?? 0) - 1e-6 * (table[at] ?? 0)
      }
    }
  }
  return table[0] ?? 0
}

/** A speed counts only where the answer is the optimum: the shares reach what the state prices prove. */
const prove = (problem: RelationProblem, profitable: boolean): void => {
  const solution = solveRelations(problem)
  const [profit, worst] = [solution?.profit ?? -1, worstOf(problem, solution?.shares ?? []).profit]
  if (profit > 0.01 !== profitable || Math.abs(profit - worst) > 1e-4) {
    throw new Error(`Expected an optimum that is reached, were ${profit} and ${worst}`)
  }
}

for (const { kind, name, rival } of SETS) {
  for (const levels of [1, 5]) {
    const shape = { states: STATES, levels, cash: 1_000 }
    const [dear, cheap] = kind === 'exclusive' ? [0.001, -0.001] : [0.004, -0.004]
    const mispriced = drawProblem(kind, 'bench', { ...shape, off: [cheap, 2 * dear] })
    const quiet = drawProblem(kind, 'bench', { ...shape, off: [dear, 2 * dear] })
    prove(mispriced, true)
    prove(quiet, false)
    const model = toModel(mispriced)
    describe(`1 problem of ${STATES} states: ${name}, ${levels} level${levels > 1 ? 's' : ''} a book`, () => {
      bench('yardstick: a table of 200 x 200, 200 pivots', () => void eliminate(), { time: 200 })
      // It gives up on games (it calls them cycled), and gives up or takes most of a second for random payoffs.
      if (rival) bench('yalps, the same program', () => void solve(model), { time: 200 })
      bench('solveRelations, mispriced', () => void solveRelations(mispriced), { time: 200 })
      bench('solveRelations, nothing to be had', () => void solveRelations(quiet), { time: 200 })
    })
  }
}
