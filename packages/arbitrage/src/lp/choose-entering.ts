import type { Basic, SimplexState } from './simplex-state.js'

/** A column whose change improves the objective: by `gain` a unit, upwards or (from its bound) downwards. */
export type Entering = Readonly<{ column: Basic; gain: number; direction: 1 | -1 }>

/** Less than this a unit is rounding. */
const NOISE = 1e-9

/** Finds the column that improves the objective most a unit under the present prices; `undefined` at the optimum. */
export const chooseEntering = (state: SimplexState): Entering | undefined => {
  const { offers, rows, prices, full, basicRow } = state
  const cashPrice = prices[rows - 1] ?? 0
  let best: Entering | undefined
  let most = NOISE
  const take = (column: Basic, gain: number, direction: 1 | -1): void => {
    if (gain * direction <= most) return
    most = gain * direction
    best = { column, gain, direction }
  }
  let worth = 0
  for (let index = 0; index < offers.length; index++) {
    const offer = offers[index]
    if (offer === undefined) continue
    // Levels of one asset stand together.
    if (offer.asset !== offers[index - 1]?.asset) worth = worthOf(offer.payoffs, prices)
    if (basicRow[index] !== -1) continue
    const gain = worth - offer.cost * (1 + cashPrice)
    const direction = full[index] === 1 ? -1 : 1
    if (gain * direction > most) take({ kind: 'offer', offer: index }, gain, direction)
  }
  let total = 0
  for (let row = 0; row < rows; row++) {
    const price = prices[row] ?? 0
    if (row < rows - 1) total += price
    if (basicRow[offers.length + row] === -1) take({ kind: 'slack', row }, -price, 1)
  }
  if (basicRow[offers.length + rows] === -1) take({ kind: 'worst' }, 1 - total, 1)
  return best
}

/** What a share is worth under state prices. */
export const worthOf = (payoffs: ArrayLike<number>, prices: ArrayLike<number>): number => {
  let worth = 0
  for (let row = 0; row < payoffs.length; row++) worth += (payoffs[row] ?? 0) * (prices[row] ?? 0)
  return worth
}
