import type { Tableau } from './tableau.js'

/** The free column that makes up for the leaving row at the least cost a unit; column −1 when none can. */
export type Entering = Readonly<{ column: number; cost: number }>

/** Coefficients below this are rounding. */
const NOISE = 1e-9

/** Costs that differ by less are equal: then the larger coefficient is the safer one. */
const TIE = 1e-12

/** Finds what replaces a quantity that reached an end, `direction` 1 when it would fall below it and −1 when pass it. */
export const chooseEntering = (
  { rows, free, effects, places }: Tableau,
  leaving: number,
  direction: 1 | -1,
): Entering => {
  const row = rows[leaving] ?? effects
  const { up, down } = places
  let cost = Number.POSITIVE_INFINITY
  let column = -1
  let size = 0
  for (let at = 0; at < row.length; at++) {
    const helps = (row[at] ?? 0) * direction
    if (helps < NOISE && helps > -NOISE) continue
    const quantity = free[at] ?? 0
    const effect = effects[at] ?? 0
    const costs =
      helps > 0
        ? Math.max(0, (up[quantity] ?? 0) + effect) / helps
        : Math.max(0, -(down[quantity] ?? 0) - effect) / -helps
    const safer = Math.abs(helps)
    if (costs < cost - TIE || (costs <= cost + TIE && safer > size && costs < Infinity)) {
      cost = Math.min(cost, costs)
      column = at
      size = safer
    }
  }
  return { column, cost }
}
