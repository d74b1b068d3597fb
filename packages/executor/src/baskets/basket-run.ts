import type { Basket, BasketAction, Leg, OrderRef, TimeMs, Usd } from '@bot/core'

/** How a basket can end. */
export type BasketEnd = 'completed' | 'unwound' | 'held' | 'failed'

/** A leg with the orders for it, its own and the repairs'. `begun`: its own order was sent, or refused by a limit. */
export type LegRun = { readonly leg: Leg; readonly refs: OrderRef[]; begun: boolean }

/** A part of the whole: share counts are multiplied by `of / from`. */
export type Part = Readonly<{ of: number; from: number }>

/** A stage of legs that was begun; `part` is what was left of the basket then. */
export type StageRun = Readonly<{ part: Part; legs: readonly LegRun[] }>

/** A protocol action under way. `again`: another run began it, so the venue is asked by its reference first. */
export type ActionRun = {
  readonly ref: OrderRef
  readonly action: BasketAction
  lookups: number
  nextCareAt: TimeMs
  again: boolean
}

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
  /** Each stage of legs that was begun, by the stage's number. */
  readonly sent: Map<number, StageRun>
  action: ActionRun | undefined
  /** Shares that each action stage has acted on, by the stage's number. */
  readonly acted: Map<number, number>
  /** How often the action that is next has failed for certain, and when it may be tried again. */
  failures: number
  retryAt: TimeMs | undefined
  /** The stage whose fills changed while an action was under way: it is looked at again once that has ended. */
  revisit: number | undefined
  /** Set when it is to end, as soon as the complete sets that it split and did not need are merged again. */
  closing: Readonly<{ how: BasketEnd; reason: string }> | undefined
  /** Dollars that actions paid (below 0: cost). */
  settledCash: number
  repairs: number
  /** When waiting ends: for facts of its markets, for a better repair, for one book, for settlement or any book at all. */
  factsUntil: TimeMs | undefined
  factsKnownAt: TimeMs | undefined
  repairUntil: TimeMs | undefined
  blindUntil: TimeMs | undefined
  stuckUntil: TimeMs | undefined
  ended: Readonly<{ how: BasketEnd; reason: string; at: TimeMs; unpaired: number }> | undefined
  /** Something changed that the journal does not know yet. */
  dirty: boolean
  /** The journal has the basket's plan. */
  planned: boolean
  /** It came from the journal of another run, or had ended: what it may cost is compared with the limits anew. */
  resumed: boolean
}

/** Begins a basket's life. */
export const createBasketRun = (
  of: Pick<BasketRun, 'basket' | 'strategy' | 'most' | 'part'>,
): BasketRun => ({
  ...of,
  trade: `basket ${of.basket.id}`,
  notBefore: undefined,
  stage: 0,
  sent: new Map(),
  action: undefined,
  acted: new Map(),
  failures: 0,
  retryAt: undefined,
  revisit: undefined,
  closing: undefined,
  settledCash: 0,
  repairs: 0,
  repairUntil: undefined,
  blindUntil: undefined,
  stuckUntil: undefined,
  factsUntil: undefined,
  factsKnownAt: undefined,
  ended: undefined,
  dirty: true,
  planned: false,
  resumed: false,
})

/** Tells whether a basket is still under way. */
export const isActive = (run: BasketRun | undefined): boolean =>
  run !== undefined && run.ended === undefined

/** Lists every order of a basket. */
export const ordersOf = (run: BasketRun): readonly OrderRef[] =>
  [...run.sent.values()].flatMap(({ legs }) => legs.flatMap((leg) => leg.refs))
