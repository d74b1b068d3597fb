import type { Basket, Leg, OrderRef, TimeMs, Usd } from '@bot/core'

/** How a basket can end. */
export type BasketEnd = 'completed' | 'unwound' | 'held' | 'failed'

/** A leg with the orders for it: its own and the repairs'. */
export type LegRun = Readonly<{ leg: Leg; refs: OrderRef[] }>

/** A part of the whole: share counts are multiplied by `of / from`. */
export type Part = Readonly<{ of: number; from: number }>

/** A basket under way. It moves on what the orders and settlements of its references say, so repeats change nothing. */
export type BasketRun = {
  readonly basket: Basket
  readonly strategy: string
  readonly trade: string
  /** The most that it may cost, repairs included. */
  most: Usd
  /** Set while it waits for its books to settle; then they are walked once more. */
  notBefore: TimeMs | undefined
  stage: number
  part: Part
  /** The legs of each stage that was sent, by the stage's number. */
  readonly sent: Map<number, readonly LegRun[]>
  /** Set while a protocol action is under way. */
  action: { ref: OrderRef; lookups: number; nextCareAt: TimeMs } | undefined
  /** Dollars that actions paid (below 0: cost). */
  settledCash: number
  repairs: number
  /** When waiting for a better moment to repair ends. */
  repairUntil: TimeMs | undefined
  ended: Readonly<{ how: BasketEnd; reason: string; at: TimeMs }> | undefined
}

/** Tells whether a basket is still under way. */
export const isActive = (run: BasketRun | undefined): boolean =>
  run !== undefined && run.ended === undefined

/** Lists every order of a basket. */
export const ordersOf = (run: BasketRun): readonly OrderRef[] =>
  [...run.sent.values()].flatMap((legs) => legs.flatMap((leg) => leg.refs))
