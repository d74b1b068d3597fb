import type { RelationProblem } from './relation-problem.js'

/** One level of one asset's book: a column of the program. */
export type Offer = Readonly<{
  asset: number
  cost: number
  shares: number
  payoffs: Float64Array
}>

/** What a basis row holds: the worst state's dollars, an offer by its index, or a row's slack. */
export type Basic =
  | Readonly<{ kind: 'worst' }>
  | Readonly<{ kind: 'offer'; offer: number }>
  | Readonly<{ kind: 'slack'; row: number }>

/**
 * The working memory of one solve: a revised simplex with bounded columns.
 *
 * Rows are the states (what the worst state has beyond this one is at most 0) and, last, the cash. `inverse` is the
 * basis inverse, row by row; `values` what the basic columns are; `prices` the duals. `full` marks offers at their
 * upper bound, `basicRow` where an offer, a slack (after all offers) or the worst state (last) is basic, −1 if not.
 */
export type SimplexState = {
  readonly problem: RelationProblem
  readonly offers: readonly Offer[]
  readonly rows: number
  readonly inverse: Float64Array
  readonly values: Float64Array
  readonly prices: Float64Array
  readonly basis: Basic[]
  readonly full: Uint8Array
  readonly basicRow: Int32Array
  /** Scratch: the places and values of a sparse column or row. */
  readonly entries: Readonly<{ at: Int32Array; value: Float64Array }>
}

/** Each state gets a little more than nothing, differently, so that no two rows tie: this ends degenerate cycles. */
const NUDGE = 1e-7

/** Starts with nothing bought. */
export const startSimplex = (problem: RelationProblem): SimplexState => {
  const offers = problem.assets.flatMap((each, asset) => {
    const payoffs = Float64Array.from(each.payoffs)
    return each.levels.map(({ cost, shares }): Offer => ({ asset, cost, shares, payoffs }))
  })
  const rows = problem.states + 1
  const inverse = new Float64Array(rows * rows)
  const values = new Float64Array(rows)
  const basis: Basic[] = []
  const basicRow = new Int32Array(offers.length + rows + 1).fill(-1)
  for (let row = 0; row < rows; row++) {
    inverse[row * rows + row] = 1
    values[row] = NUDGE * (1 + ((row * 7919) % 997) / 997)
    basis.push({ kind: 'slack', row })
    basicRow[offers.length + row] = row
  }
  values[rows - 1] = problem.cash
  const full = new Uint8Array(offers.length)
  const prices = new Float64Array(rows)
  const entries = { at: new Int32Array(rows), value: new Float64Array(rows) }
  return { problem, offers, rows, inverse, values, prices, basis, full, basicRow, entries }
}

/** Returns the place of a column in `basicRow`. */
export const placeOf = ({ offers, rows }: SimplexState, column: Basic): number => {
  if (column.kind === 'offer') return column.offer
  return column.kind === 'slack' ? offers.length + column.row : offers.length + rows
}
