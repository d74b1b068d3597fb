import { moveWithin, standAtEnd, type Tableau } from './tableau.js'

/** Coefficients below this are rounding, and become 0. */
const NOISE = 1e-12

/** Rows with more than this share of coefficients are gone through whole. */
const CROWDED = 0.4

/** Frees the quantity of a row, at the end that it reached, and lets a free column's follow in its place. */
export const exchange = (
  tableau: Tableau,
  row: number,
  column: number,
  direction: 1 | -1,
): void => {
  const { basic, free, values, effects, places } = tableau
  const leaving = basic[row] ?? 0
  const entering = free[column] ?? 0
  const rises = (tableau.rows[row]?.[column] ?? 0) * direction > 0
  const from = places.level[entering] ?? 0
  const value = places.low[entering] ?? 0
  moveWithin(tableau, entering, rises ? from : from - 1)
  effects[column] = (effects[column] ?? 0) + (places.cost[entering] ?? 0)
  eliminate(tableau, row, column)
  effects[column] = (effects[column] ?? 0) - (places.cost[leaving] ?? 0)
  standAtEnd(tableau, leaving, (places.level[leaving] ?? 0) + (direction === 1 ? 0 : 1))
  basic[row] = entering
  free[column] = leaving
  values[row] = value
}

const eliminate = (tableau: Tableau, row: number, column: number): void => {
  const { rows, rates, effects } = tableau
  const own = rows[row] ?? effects
  const by = own[column] ?? 1
  const filled = divide(own, column, by)
  const rate = -(rates[row] ?? 0) / by
  for (let other = 0; other < rows.length; other++) {
    const changed = rows[other]
    const factor = changed?.[column] ?? 0
    if (changed === undefined || other === row || factor === 0) continue
    if (factor < NOISE && factor > -NOISE) {
      changed[column] = 0
      continue
    }
    addTo(changed, own, factor, filled)
    changed[column] = factor / by
    rates[other] = (rates[other] ?? 0) + factor * rate
  }
  const effect = effects[column] ?? 0
  addTo(effects, own, effect, filled)
  effects[column] = effect / by
  tableau.price += effect * rate
  own[column] = 1 / by
  rates[row] = rate
}

/** Solves a row for its column, which is left 0; returns the places that are not 0, none when they are many. */
const divide = (row: Float64Array, column: number, by: number): Int32Array | undefined => {
  const filled = new Int32Array(row.length)
  let count = 0
  row[column] = 0
  for (let at = 0; at < row.length; at++) {
    const value = row[at] ?? 0
    if (value === 0) continue
    const isNoise = value < NOISE && value > -NOISE
    row[at] = isNoise ? 0 : -value / by
    if (!isNoise) filled[count++] = at
  }
  return count > CROWDED * row.length ? undefined : filled.subarray(0, count)
}

const addTo = (
  row: Float64Array,
  added: Float64Array,
  factor: number,
  filled: Int32Array | undefined,
): void => {
  if (filled === undefined) {
    addAll(row, added, factor)
    return
  }
  for (let index = 0; index < filled.length; index++) {
    const at = filled[index] ?? 0
    row[at] = (row[at] ?? 0) + factor * (added[at] ?? 0)
  }
}

/** Where nearly all of the time goes: alone, so that it is compiled well. */
const addAll = (row: Float64Array, added: Float64Array, factor: number): void => {
  for (let at = 0; at < row.length; at++) row[at] = (row[at] ?? 0) + factor * (added[at] ?? 0)
}
