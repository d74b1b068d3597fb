import { findMispricing } from './find-mispricing.js'
import type { RelationProblem, RelationSolution } from './relation-problem.js'
import { type Solved, solveSimplex } from './solve-simplex.js'
import { upperBound } from './upper-bound.js'

/** Values below this are rounding of the solvers, in dollars. */
export const LP_NOISE = 1e-6

/** How many of the worst states join at one time. */
const MOST_JOINING = 12

/**
 * Solves which shares to buy so that the worst state earns most, as a linear program over all levels.
 *
 * First the best offers alone: where state prices (probabilities under which no offer is worth more than it costs)
 * exist for them, there is no profit at any depth. Otherwise the program is solved over the states that these prices
 * name, and states in which the answer does worse join until there is none. `profit` is the bound that the state
 * prices prove: never below the optimum. `undefined` when a solver gives up.
 */
export const solveRelations = (problem: RelationProblem): RelationSolution | undefined => {
  const { states, assets } = problem
  const mispricing = findMispricing(assets, states)
  if (mispricing !== undefined && mispricing.gap <= LP_NOISE) {
    return { profit: 0, shares: assets.map(() => 0), statePrices: mispricing.prices }
  }
  const chosen = [...Array(states).keys()].filter((state) => (mispricing?.prices[state] ?? 1) > 0)
  for (let round = 0; round <= states; round++) {
    const solved = solveSimplex(restrict(problem, chosen))
    if (solved === undefined) return undefined
    const joining = worseStates(problem, solved.shares, chosen)
    if (joining.length === 0) return conclude(problem, solved, chosen)
    chosen.push(...joining)
  }
  return undefined
}

const restrict = (
  { assets, cash }: RelationProblem,
  chosen: readonly number[],
): RelationProblem => ({
  states: chosen.length,
  cash,
  assets: assets.map(({ payoffs, levels }) => ({
    payoffs: chosen.map((state) => payoffs[state] ?? 0),
    levels,
  })),
})

/** The states, among those not chosen, that pay least, where that is less than every chosen one pays. */
const worseStates = (
  { states, assets }: RelationProblem,
  shares: readonly number[],
  chosen: readonly number[],
): readonly number[] => {
  const pays = new Float64Array(states)
  for (const [index, { payoffs }] of assets.entries()) {
    const held = shares[index] ?? 0
    if (held === 0) continue
    for (let state = 0; state < states; state++) {
      pays[state] = (pays[state] ?? 0) + held * (payoffs[state] ?? 0)
    }
  }
  const payoffOf = (state: number): number => pays[state] ?? 0
  const least = chosen.reduce((worst, state) => Math.min(worst, payoffOf(state)), Number.MAX_VALUE)
  const known = new Set(chosen)
  return [...pays.keys()]
    .filter((state) => !known.has(state) && payoffOf(state) < least - LP_NOISE)
    .sort((a, b) => payoffOf(a) - payoffOf(b))
    .slice(0, MOST_JOINING)
}

const conclude = (
  problem: RelationProblem,
  solved: Solved,
  chosen: readonly number[],
): RelationSolution => {
  const statePrices = new Array<number>(problem.states).fill(0)
  for (const [index, state] of chosen.entries()) statePrices[state] = solved.statePrices[index] ?? 0
  const bound = upperBound(problem, { statePrices, cashPrice: solved.cashPrice })
  return { profit: bound.profit, shares: solved.shares, statePrices: bound.statePrices }
}
