import type { RelationProblem } from './relation-problem.js'

/**
 * Computes what no portfolio can earn more than, from what a dollar in each state costs: each offer is worth at most
 * what it pays on average under those prices, less its cost. At the optimum the bound is reached, so it proves it.
 */
export const upperBound = (
  { assets, cash }: RelationProblem,
  stateCosts: ArrayLike<number>,
): Readonly<{ profit: number; statePrices: readonly number[] }> => {
  const costs = Array.from(stateCosts)
  const total = costs.reduce((sum, cost) => sum + cost, 0)
  const statePrices = costs.map((cost) => (total > 0 ? cost / total : 1 / costs.length))
  // Where a sure dollar costs less than one, what it earns is what the last dollar of cash is worth.
  const cashPrice = total > 0 ? Math.max(0, 1 / total - 1) : 0
  let profit = cash * cashPrice
  for (const { payoffs, levels } of assets) {
    const worth = worthOf(payoffs, statePrices)
    for (const { cost, shares } of levels) {
      const gain = worth - cost * (1 + cashPrice)
      if (gain <= 0) break
      profit += gain * shares
    }
  }
  return { profit, statePrices }
}

const worthOf = (payoffs: readonly number[], prices: readonly number[]): number => {
  let worth = 0
  for (let state = 0; state < payoffs.length; state++) {
    worth += (payoffs[state] ?? 0) * (prices[state] ?? 0)
  }
  return worth
}
