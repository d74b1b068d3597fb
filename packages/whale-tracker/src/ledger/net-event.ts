/** A wallet's shares in one market of a negRisk event, in millionths. */
export type EventSide = Readonly<{ yes: number; no: number }>

/** A wallet's position in a whole event, in which exactly one market resolves YES. */
export type NetEvent = Readonly<{
  /** What the position pays whatever happens, in micro-dollars. */
  guaranteed: number
  /** What it pays beyond that when each market wins, in the order given; then when any other market wins. */
  exposures: readonly number[]
  otherExposure: number | undefined
  /** Share of the event's shares that stand in complete sets (YES with NO, or one side of every market), 0 to 1. */
  hedged: number
}>

/**
 * Nets a wallet's shares of an event: NO of one market is YES of all the others.
 *
 * `markets` is how many markets the event has; those not given are not held.
 */
export const netEvent = (sides: readonly EventSide[], markets: number): NetEvent => {
  const no = sides.reduce((sum, side) => sum + side.no, 0)
  const nets = sides.map((side) => side.yes - side.no)
  const isPart = markets > sides.length
  const lowest = Math.min(...nets, ...(isPart || nets.length === 0 ? [0] : []))
  const pairs = sides.reduce((sum, side) => sum + Math.min(side.yes, side.no), 0)
  const all = sides.reduce((sum, side) => sum + side.yes + side.no, 0)
  const sets = isPart ? 0 : completeSets(nets)
  return {
    guaranteed: no + lowest,
    exposures: nets.map((net) => net - lowest),
    otherExposure: isPart ? 0 - lowest : undefined,
    hedged: all === 0 ? 0 : (2 * pairs + sets * nets.length) / all,
  }
}

/** One side of every market: what all of them have in common. */
const completeSets = (nets: readonly number[]): number => {
  if (nets.every((net) => net > 0)) return Math.min(...nets)
  return nets.every((net) => net < 0) ? -Math.max(...nets) : 0
}
