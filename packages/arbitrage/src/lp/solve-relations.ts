import { guaranteeMore } from './guarantee-more.js'
import type { RelationProblem, RelationSolution } from './relation-problem.js'
import { startTableau, type Tableau } from './tableau.js'
import { upperBound } from './upper-bound.js'

/** Values below this are rounding of the solver, in dollars. */
const LP_NOISE = 1e-6

/** An honest solve takes about two steps a state and one a level; one that takes this many runs in circles. */
const MOST_STEPS = 20

/**
 * Solves which shares to buy so that the worst state earns most, as a linear program over all levels.
 *
 * Asks what a dollar in every state costs at least: where that is a dollar there is no profit at any depth; where it
 * is less, buys ever more of it until the next one costs a dollar or the cash is spent. `profit` is the bound that
 * state prices prove: never below the optimum, and above it by rounding alone. `undefined` when the solver gives up.
 */
export const solveRelations = (problem: RelationProblem): RelationSolution | undefined => {
  const tableau = startTableau(problem)
  const prices = statePricesOf(problem, tableau)
  if (prices === undefined) return undefined
  const { profit, statePrices } = upperBound(problem, prices)
  if (!Number.isFinite(profit)) return undefined
  const shares = profit <= LP_NOISE ? problem.assets.map(() => 0) : sharesOf(tableau)
  return { profit: profit <= LP_NOISE ? 0 : profit, shares, statePrices }
}

const statePricesOf = (
  { states, assets, cash }: RelationProblem,
  tableau: Tableau,
): Float64Array | undefined => {
  const most = MOST_STEPS * (states + assets.length)
  for (let turn = 0; turn < most; turn++) {
    const prices = guaranteeMore(tableau, cash, turn)
    if (prices !== undefined) return prices
  }
  return undefined
}

const sharesOf = ({ assets, basic, values, places }: Tableau): readonly number[] => {
  const shares = assets.map((_asset, index) => places.low[index] ?? 0)
  for (const [row, quantity] of basic.entries()) {
    if (quantity >= assets.length) continue
    const [low, high] = [places.low[quantity] ?? 0, places.high[quantity] ?? 0]
    shares[quantity] = Math.min(high, Math.max(low, values[row] ?? 0))
  }
  return shares
}
