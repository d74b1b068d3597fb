import type { Tableau } from './tableau.js'

/** The row whose quantity reaches an end first when more is guaranteed, and how much more that is. */
export type Leaving = Readonly<{ row: number; step: number }>

/** Rates and rooms below this are rounding. */
const NOISE = 1e-9

/**
 * Finds which basic quantity ends first as the guaranteed payoff grows; row −1 when none does.
 *
 * Of those that end together, the one that misses most a dollar. Drawing lots by `turn` among near ones keeps
 * degenerate problems from running in circles, and regular ones from filling up in the order of their states.
 */
export const chooseLeaving = ({ rates, values, basic, places }: Tableau, turn: number): Leaving => {
  const { low, high } = places
  let step = Number.POSITIVE_INFINITY
  for (let row = 0; row < rates.length; row++) {
    const quantity = basic[row] ?? 0
    const room = roomOf(rates[row] ?? 0, values[row] ?? 0, low[quantity] ?? 0, high[quantity] ?? 0)
    if (room < step) step = room
  }
  let chosen = -1
  let most = 0
  for (let row = 0; row < rates.length; row++) {
    const quantity = basic[row] ?? 0
    const rate = rates[row] ?? 0
    const room = roomOf(rate, values[row] ?? 0, low[quantity] ?? 0, high[quantity] ?? 0)
    if (room > step + NOISE) continue
    const misses = Math.abs(rate) * (1 + drawLot(quantity, turn))
    if (misses > most) {
      most = misses
      chosen = row
    }
  }
  return { row: Number.isFinite(step) ? chosen : -1, step }
}

const roomOf = (rate: number, value: number, low: number, high: number): number => {
  if (rate < -NOISE) return Math.max(0, (value - low) / -rate)
  if (rate > NOISE) return Math.max(0, (high - value) / rate)
  return Number.POSITIVE_INFINITY
}

/** A number from 0 to 0.3 that looks random and is always the same. */
const drawLot = (quantity: number, turn: number): number => {
  const mixed = Math.imul(quantity + 1, 0x9e3779b1) ^ Math.imul(turn + 1, 0x85ebca6b)
  return ((Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d) >>> 8) / 0x1000000) * 0.3
}
