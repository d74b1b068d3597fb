import type { Cell, Literal } from './relation.js'

/**
 * Lists how intervals of one quantity can hold it: a walk over the line, one stop for each end and for what lies
 * between two ends.
 *
 * With a `step` only its multiples are values.
 */
export const cellRows = (
  cells: readonly Cell[],
  step: number | undefined,
): readonly (readonly Literal[])[] => {
  const ends = cells.flatMap(({ low, high }) => [low, high]).filter((end) => end !== undefined)
  const sorted = [...new Set(ends)].sort((a, b) => a - b)
  const rows = new Map<string, readonly Literal[]>()
  for (const value of stopsOf(sorted, step)) {
    const row = cells.map(
      (cell): Literal => ({ market: cell.market, outcome: holds(cell, value) ? 0 : 1 }),
    )
    rows.set(row.map(({ outcome }) => outcome).join(''), row)
  }
  return [...rows.values()]
}

/** Every end, a value inside every gap, and one beyond each side; on the grid where there is one. */
const stopsOf = (ends: readonly number[], step: number | undefined): readonly number[] => {
  const [first] = ends
  const last = ends.at(-1)
  if (first === undefined || last === undefined) return [0]
  if (step !== undefined) {
    const near = ends.flatMap((end) => {
      const floor = Math.floor(end / step) * step
      return [floor - step, floor, floor + step]
    })
    return [...new Set(near)].sort((a, b) => a - b)
  }
  const stops = [first - 1]
  for (const [index, end] of ends.entries()) {
    const next = ends[index + 1]
    stops.push(end, next === undefined ? end + 1 : (end + next) / 2)
  }
  return stops
}

const holds = ({ low, high, lowClosed, highClosed }: Cell, value: number): boolean =>
  (low === undefined || value > low || (lowClosed && value === low)) &&
  (high === undefined || value < high || (highClosed && value === high))
