import type { Entering } from './choose-entering.js'
import { type Basic, placeOf, type SimplexState } from './simplex-state.js'

const NOISE = 1e-9

/** How far the entering column may go, and the row that then leaves (−1: none, it reaches its own bound). */
type Step = Readonly<{ length: number; row: number; toFull: boolean }>

/** Moves the entering column as far as it goes and updates the basis; `false` when nothing bounds it. */
export const pivot = (state: SimplexState, entering: Entering): boolean => {
  const alpha = columnOf(state, entering.column)
  const step = stepOf(state, entering, alpha)
  if (!Number.isFinite(step.length)) return false
  const { values, rows } = state
  const moved = step.length * entering.direction
  for (let row = 0; row < rows; row++) {
    values[row] = (values[row] ?? 0) - moved * (alpha[row] ?? 0)
  }
  if (step.row === -1) {
    if (entering.column.kind === 'offer') {
      state.full[entering.column.offer] = entering.direction === 1 ? 1 : 0
    }
    return true
  }
  const start = entering.direction === 1 ? 0 : upperOf(state, entering.column)
  values[step.row] = start + moved
  exchange(state, entering, step, alpha[step.row] ?? 1, alpha)
  return true
}

/** Basis inverse times a column. */
const columnOf = (
  { offers, rows, inverse, entries }: SimplexState,
  column: Basic,
): Float64Array => {
  let count = 0
  const add = (row: number, value: number): void => {
    entries.at[count] = row
    entries.value[count] = value
    count += 1
  }
  if (column.kind === 'slack') add(column.row, 1)
  else if (column.kind === 'worst') for (let row = 0; row < rows - 1; row++) add(row, 1)
  else {
    const offer = offers[column.offer]
    for (let row = 0; row < rows - 1; row++) {
      const payoff = offer?.payoffs[row] ?? 0
      if (payoff !== 0) add(row, -payoff)
    }
    add(rows - 1, offer?.cost ?? 0)
  }
  const alpha = new Float64Array(rows)
  for (let row = 0; row < rows; row++) {
    const start = row * rows
    let sum = 0
    for (let entry = 0; entry < count; entry++) {
      sum += (inverse[start + (entries.at[entry] ?? 0)] ?? 0) * (entries.value[entry] ?? 0)
    }
    alpha[row] = sum
  }
  return alpha
}

const upperOf = ({ offers }: SimplexState, column: Basic): number =>
  column.kind === 'offer' ? (offers[column.offer]?.shares ?? 0) : Number.POSITIVE_INFINITY

const stepOf = (
  state: SimplexState,
  { column, direction }: Entering,
  alpha: Float64Array,
): Step => {
  let best: Step = { length: upperOf(state, column), row: -1, toFull: false }
  for (let row = 0; row < state.rows; row++) {
    const slope = (alpha[row] ?? 0) * direction
    const held = state.basis[row]
    if (Math.abs(slope) <= NOISE || held === undefined) continue
    const value = state.values[row] ?? 0
    const room = slope > 0 ? value : upperOf(state, held) - value
    const length = Math.max(0, room) / Math.abs(slope)
    if (length < best.length) best = { length, row, toFull: slope < 0 }
  }
  return best
}

/** Puts the entering column into the row and takes out what was there. */
const exchange = (
  state: SimplexState,
  { column, gain }: Entering,
  { row, toFull }: Step,
  by: number,
  alpha: Float64Array,
): void => {
  const { inverse, rows, prices, basis, basicRow, full, entries } = state
  const leaving = basis[row]
  if (leaving !== undefined) {
    basicRow[placeOf(state, leaving)] = -1
    if (leaving.kind === 'offer') full[leaving.offer] = toFull ? 1 : 0
  }
  basis[row] = column
  basicRow[placeOf(state, column)] = row
  const { at: filled, value: own } = entries
  let count = 0
  for (let at = 0; at < rows; at++) {
    const value = (inverse[row * rows + at] ?? 0) / by
    inverse[row * rows + at] = value
    if (value === 0) continue
    filled[count] = at
    own[count] = value
    prices[at] = (prices[at] ?? 0) + gain * value
    count += 1
  }
  for (let other = 0; other < rows; other++) {
    const factor = alpha[other] ?? 0
    if (other === row || factor === 0) continue
    const start = other * rows
    for (let entry = 0; entry < count; entry++) {
      const place = start + (filled[entry] ?? 0)
      inverse[place] = (inverse[place] ?? 0) - factor * (own[entry] ?? 0)
    }
  }
}
