import { chooseEntering } from './choose-entering.js'
import { pivot } from './pivot.js'
import type { RelationProblem } from './relation-problem.js'
import { startSimplex } from './simplex-state.js'

/** An honest solve takes about half a pivot a row; one that takes this many runs in circles. */
const MOST_PIVOTS_A_ROW = 4

/** Shares of each asset, and prices of the states and of the cash. */
export type Solved = Readonly<{
  shares: readonly number[]
  statePrices: readonly number[]
  cashPrice: number
}>

/**
 * Runs a revised simplex over all offers, starting with nothing bought; `undefined` when it does not end.
 *
 * It may be wrong by rounding: whoever calls it checks the answer against the prices.
 */
export const solveSimplex = (problem: RelationProblem): Solved | undefined => {
  const state = startSimplex(problem)
  const most = MOST_PIVOTS_A_ROW * state.rows + 200
  for (let pivots = 0; pivots < most; pivots++) {
    const entering = chooseEntering(state)
    if (entering === undefined) return read(state)
    if (!pivot(state, entering)) return undefined
  }
  return undefined
}

const read = ({
  problem,
  offers,
  rows,
  values,
  prices,
  full,
  basicRow,
}: ReturnType<typeof startSimplex>): Solved => {
  const shares = problem.assets.map(() => 0)
  for (const [index, offer] of offers.entries()) {
    const row = basicRow[index] ?? -1
    const held = row >= 0 ? (values[row] ?? 0) : full[index] === 1 ? offer.shares : 0
    shares[offer.asset] = (shares[offer.asset] ?? 0) + Math.min(offer.shares, Math.max(0, held))
  }
  const statePrices = [...prices.subarray(0, rows - 1)]
  return { shares, statePrices, cashPrice: prices[rows - 1] ?? 0 }
}
