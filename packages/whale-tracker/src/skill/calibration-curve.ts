import type { ScoredBet } from './skill-bet.js'

/** What a share at some price is worth on this venue, and the variance of that estimate. */
export type Worth = Readonly<{ value: number; cell: number; variance: number }>

/** The venue's calibration curve as it is without one wallet. */
export type CurveWithout = (category: string, price: number) => Worth

/** The venue's calibration by category and price. */
export type Calibration = Readonly<{
  /** The curve without any event that these bets were made in. */
  without: (bets: readonly ScoredBet[]) => CurveWithout
}>

const EDGES = [
  0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98, 1,
]
const BINS = EDGES.length - 1
const CENTRES = EDGES.slice(1).map((edge, index) => (edge + (EDGES[index] ?? 0)) / 2)
/** Events that a price's own word counts for: about 5 cents of doubt at a half, 2 at 0.05. */
const PRIOR_EVENTS = 100

/** Residuals of one event in one range of prices: every event has one vote, however many bets were made in it. */
type EventCell = { readonly bin: number; sum: number; count: number }
type EventCells = Readonly<{ category: string; cells: EventCell[] }>
type Sums = { readonly residual: Float64Array; readonly events: Float64Array }

const emptySums = (): Sums => ({
  residual: new Float64Array(BINS),
  events: new Float64Array(BINS),
})

const binOf = (price: number): number => {
  let bin = 0
  while (bin < BINS - 1 && price >= (EDGES[bin + 1] ?? 1)) bin += 1
  return bin
}

/**
 * Estimates what shares at each price paid, by category.
 *
 * In a cell (category × one of 16 ranges of price) the residual payout − price is averaged within each event, then
 * over events. A category's residual is shrunk toward that of all categories (100 events' worth), and that
 * toward 0, which is the price itself. Between the centres of ranges it is interpolated.
 */
export const createCalibration = (bets: Iterable<ScoredBet>): Calibration => {
  const byEvent = new Map<string, EventCells[]>()
  for (const scored of bets) addResidual(byEvent, scored)
  const byCategory = new Map<string, Sums>()
  const all = emptySums()
  for (const parts of byEvent.values()) {
    for (const { category, cells } of parts) {
      const sums = byCategory.get(category) ?? emptySums()
      byCategory.set(category, sums)
      addEvent(sums, cells, 1)
      addEvent(all, cells, 1)
    }
  }
  return { without: (left) => curveWithout(left, byEvent, byCategory, all) }
}

const addResidual = (byEvent: Map<string, EventCells[]>, scored: ScoredBet): void => {
  const { event, category } = scored.bet
  let parts = byEvent.get(event)
  if (parts === undefined) {
    parts = []
    byEvent.set(event, parts)
  }
  let part = parts.find((each) => each.category === category)
  if (part === undefined) {
    part = { category, cells: [] }
    parts.push(part)
  }
  const bin = binOf(scored.price)
  const residual = scored.payout - scored.price
  const cell = part.cells.find((each) => each.bin === bin)
  if (cell === undefined) part.cells.push({ bin, sum: residual, count: 1 })
  else {
    cell.sum += residual
    cell.count += 1
  }
}

const addEvent = (sums: Sums, cells: readonly EventCell[], sign: 1 | -1): void => {
  for (const { bin, sum, count } of cells) {
    sums.residual[bin] = (sums.residual[bin] ?? 0) + (sign * sum) / count
    sums.events[bin] = (sums.events[bin] ?? 0) + sign
  }
}

const curveWithout = (
  bets: readonly ScoredBet[],
  byEvent: ReadonlyMap<string, readonly EventCells[]>,
  byCategory: ReadonlyMap<string, Sums>,
  all: Sums,
): CurveWithout => {
  const global = copySums(all)
  const own = new Map<string, Sums>()
  for (const event of new Set(bets.map(({ bet }) => bet.event))) {
    for (const { category, cells } of byEvent.get(event) ?? []) {
      const sums = own.get(category) ?? copySums(byCategory.get(category) ?? emptySums())
      own.set(category, sums)
      addEvent(sums, cells, -1)
      addEvent(global, cells, -1)
    }
  }
  const curves = new Map<string, Curve>()
  return (category, price) => {
    let curve = curves.get(category)
    if (curve === undefined) {
      const sums = own.get(category) ?? byCategory.get(category) ?? emptySums()
      curve = { ...shrinkCurve(sums, global), index: curves.size }
      curves.set(category, curve)
    }
    return readCurve(curve, price)
  }
}

const copySums = (sums: Sums): Sums => ({
  residual: sums.residual.slice(),
  events: sums.events.slice(),
})

type Curve = Readonly<{ residual: Float64Array; events: Float64Array; index: number }>

const shrinkCurve = (category: Sums, global: Sums): Omit<Curve, 'index'> => ({
  residual: category.residual.map((sum, bin) => {
    const shared = (global.residual[bin] ?? 0) / ((global.events[bin] ?? 0) + PRIOR_EVENTS)
    return (sum + PRIOR_EVENTS * shared) / ((category.events[bin] ?? 0) + PRIOR_EVENTS)
  }),
  events: category.events,
})

const readCurve = (curve: Curve, price: number): Worth => {
  const bin = binOf(price)
  const centre = CENTRES[bin] ?? price
  const other = Math.min(BINS - 1, Math.max(0, price >= centre ? bin + 1 : bin - 1))
  const span = Math.abs((CENTRES[other] ?? centre) - centre)
  const part = span === 0 ? 0 : Math.abs(price - centre) / span
  const residual = (1 - part) * (curve.residual[bin] ?? 0) + part * (curve.residual[other] ?? 0)
  const value = Math.min(0.999, Math.max(0.001, price + residual))
  const variance = (value * (1 - value)) / ((curve.events[bin] ?? 0) + PRIOR_EVENTS)
  return { value, cell: curve.index * BINS + bin, variance }
}
