import { type Asset, type RelationProblem, solveRelations } from '@bot/arbitrage'
import { createSeededRandom } from '@bot/core'
import { bench, describe } from 'vitest'

const STATES = 200
const MARKETS = 100

/** Markets that pay in a random part of the states, priced fairly but for noise: YES and NO of each on offer. */
const drawProblem = (seed: string, levels: number): RelationProblem => {
  const random = createSeededRandom(seed)
  const weights = Array.from({ length: STATES }, () => random())
  const all = weights.reduce((sum, each) => sum + each, 0)
  const assets = Array.from({ length: MARKETS }, (): readonly Asset[] => {
    const share = 0.05 + 0.9 * random()
    const yes = weights.map(() => Number(random() < share))
    const worth = yes.reduce((sum, pays, state) => sum + (pays * (weights[state] ?? 0)) / all, 0)
    return [yes, yes.map((pays) => 1 - pays)].map((payoffs, side) => {
      const fair = side === 0 ? worth : 1 - worth
      const best = Math.max(0.01, fair + 0.03 * random() - 0.01)
      const ladder = Array.from({ length: levels }, (_unused, level) => ({
        cost: best + 0.01 * level,
        shares: 50 + Math.floor(random() * 500),
      }))
      return { payoffs, levels: ladder }
    })
  }).flat()
  return { states: STATES, assets, cash: 1_000 }
}

/** What the shares earn in the worst state: with the bound of the state prices, the proof that it is the optimum. */
const worstOf = ({ states, assets }: RelationProblem, shares: readonly number[]): number => {
  const payoffs = new Float64Array(states)
  let cost = 0
  for (const [asset, { payoffs: pays, levels }] of assets.entries()) {
    let left = shares[asset] ?? 0
    for (let state = 0; state < states; state++) {
      payoffs[state] = (payoffs[state] ?? 0) + (pays[state] ?? 0) * left
    }
    for (const level of levels) {
      const taken = Math.min(left, level.shares)
      cost += taken * level.cost
      left -= taken
    }
  }
  return Math.min(...payoffs) - cost
}

// A general solver (yalps) given the whole program runs in circles or for minutes here: there is no rival row.
describe(`1 problem of ${STATES} states, ${2 * MARKETS} assets`, () => {
  for (const levels of [1, 5]) {
    const problem = drawProblem('lp-bench', levels)
    const solution = solveRelations(problem)
    const [profit, worst] = [solution?.profit ?? 0, worstOf(problem, solution?.shares ?? [])]
    if (!(profit > 0.01 && Math.abs(profit - worst) < 1e-3)) {
      throw new Error(`Expected an optimum above 0 that is reached, were ${profit} and ${worst}`)
    }
    const name = `solveRelations, ${levels} level${levels > 1 ? 's' : ''} an asset`
    bench(name, () => void solveRelations(problem))
  }
})
