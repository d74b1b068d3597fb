import { solve } from 'yalps'
import type { Asset } from './relation-problem.js'

/** By how much the best offers are too cheap together, in dollars a share, and the state prices that show it. */
export type Mispricing = Readonly<{ gap: number; prices: readonly number[] }>

const WHOLE = 'whole'
const GAP = 'gap'

/** More than these and the solver runs in circles. */
const MOST_PIVOTS_A_STATE = 3

/**
 * Finds the state prices that every best offer contradicts least; a gap of 0 means that no profit exists.
 *
 * The dual of buying one share in all, spread so that the worst state earns most: a column for each state, a row for
 * each asset. `undefined` when the solver gives up.
 */
export const findMispricing = (
  assets: readonly Asset[],
  states: number,
): Mispricing | undefined => {
  const columns = Array.from({ length: states }, (): [string, number][] => [[WHOLE, 1]])
  const gap: [string, number][] = [[GAP, 1]]
  const constraints: [string, { max: number } | { equal: number }][] = [[WHOLE, { equal: 1 }]]
  for (const [row, { payoffs, levels }] of assets.entries()) {
    const [best] = levels
    if (best === undefined) continue
    constraints.push([`${row}`, { max: best.cost }])
    gap.push([`${row}`, -1])
    for (const [state, column] of columns.entries()) {
      const payoff = payoffs[state] ?? 0
      if (payoff !== 0) column.push([`${row}`, payoff])
    }
  }
  const variables = columns.map((column, state): [string, [string, number][]] => [
    `${state}`,
    column,
  ])
  variables.push([GAP, gap])
  const model = { direction: 'minimize', objective: GAP, constraints, variables } as const
  const solved = solve(model, { maxPivots: MOST_PIVOTS_A_STATE * states + 200 })
  if (solved.status !== 'optimal') return undefined
  const values = new Map(solved.variables)
  const prices = Array.from({ length: states }, (_unset, state) => values.get(`${state}`) ?? 0)
  return { gap: solved.result, prices }
}
