import { findMispricing } from './find-mispricing.js'
import type { RelationProblem, RelationSolution } from './relation-problem.js'
import { solveSimplex } from './solve-simplex.js'
import { upperBound } from './upper-bound.js'

/** Values below this are rounding of the solvers, in dollars. */
const LP_NOISE = 1e-6

/**
 * Solves which shares to buy so that the worst state earns most, as a linear program over all levels.
 *
 * Where there are more assets than states, first looks for state prices (probabilities under which no best offer is
 * worth more than it costs): where they exist there is no profit at any depth, and that is soon known. `profit` is
 * the bound that state prices prove: never below the optimum, and above it by rounding alone. `undefined` when the
 * solver gives up.
 */
export const solveRelations = (problem: RelationProblem): RelationSolution | undefined => {
  const { states, assets } = problem
  const nothing = assets.map(() => 0)
  const mispricing = assets.length > states ? findMispricing(assets, states) : undefined
  if (mispricing !== undefined && mispricing.gap <= LP_NOISE) {
    return { profit: 0, shares: nothing, statePrices: mispricing.prices }
  }
  const solved = solveSimplex(problem)
  if (solved === undefined) return undefined
  const { profit, statePrices } = upperBound(problem, solved)
  return profit <= LP_NOISE
    ? { profit: 0, shares: nothing, statePrices }
    : { profit, shares: solved.shares, statePrices }
}
