import { worthOf } from './choose-entering.js'
import type { RelationProblem } from './relation-problem.js'
import type { Solved } from './solve-simplex.js'

/**
 * Computes what no portfolio can earn more than, from any state prices: each offer is worth at most what it pays on
 * average under them, less its cost. At the optimum the bound is reached, so it proves the optimum.
 */
export const upperBound = (
  { assets, cash }: RelationProblem,
  { statePrices, cashPrice }: Omit<Solved, 'shares'>,
): Readonly<{ profit: number; statePrices: readonly number[] }> => {
  const positive = statePrices.map((price) => Math.max(0, price))
  const total = positive.reduce((sum, price) => sum + price, 0)
  const prices = positive.map((price) => (total > 0 ? price / total : 1 / positive.length))
  const dollar = Math.max(0, cashPrice)
  let profit = cash * dollar
  for (const { payoffs, levels } of assets) {
    const worth = worthOf(payoffs, prices)
    for (const { cost, shares } of levels) {
      const gain = worth - cost * (1 + dollar)
      if (gain <= 0) break
      profit += gain * shares
    }
  }
  return { profit, statePrices: prices }
}
