import type { Basket, BasketAction, OrderRef, Stamped, TimeMs, Usd } from '@bot/core'
import type { OrderChange } from '../policy/order-tracker.js'
import type { Outcome, PolicyState } from '../policy/policy-state.js'
import { type BasketRun, createBasketRun, type Part } from './basket-run.js'
import { learnOfBaskets } from './observe-baskets.js'

const FORMAT = 1

/** What the journal holds of a basket beside its plan; references lead to the orders, which the journal has too. */
type Progress = Readonly<{
  format: typeof FORMAT
  most: Usd
  notBefore?: TimeMs
  stage: number
  part: Part
  sent: readonly Readonly<{
    stage: number
    part: Part
    legs: readonly Readonly<{ refs: readonly OrderRef[]; begun: boolean }>[]
  }>[]
  action?: Readonly<{ ref: OrderRef; action: BasketAction }>
  acted: readonly (readonly [number, number])[]
  failures: number
  retryAt?: TimeMs
  revisit?: number
  closing?: NonNullable<BasketRun['closing']>
  settledCash: number
  repairs: number
  ended?: NonNullable<BasketRun['ended']>
}>

/** Writes down where a basket stands when that changed; the record goes before the orders and actions that it names. */
export const recordBasket = (run: BasketRun): readonly Outcome[] => {
  if (!run.dirty) return []
  const { basket, strategy } = run
  const plan = run.planned ? {} : { plan: { ...basket, proof: null } }
  run.dirty = false
  run.planned = true
  const event = { type: 'basket', basket: basket.id, strategy, ...plan } as const
  return [{ kind: 'record', event: { ...event, progress: progressOf(run) } }]
}

const progressOf = (run: BasketRun): Progress => ({
  format: FORMAT,
  most: run.most,
  ...(run.notBefore === undefined ? {} : { notBefore: run.notBefore }),
  stage: run.stage,
  part: run.part,
  sent: [...run.sent].map(([stage, { part, legs }]) => ({
    stage,
    part,
    legs: legs.map(({ refs, begun }) => ({ refs: [...refs], begun })),
  })),
  ...(run.action === undefined
    ? {}
    : { action: { ref: run.action.ref, action: run.action.action } }),
  acted: [...run.acted],
  failures: run.failures,
  ...(run.retryAt === undefined ? {} : { retryAt: run.retryAt }),
  ...(run.revisit === undefined ? {} : { revisit: run.revisit }),
  ...(run.closing === undefined ? {} : { closing: run.closing }),
  settledCash: run.settledCash,
  repairs: run.repairs,
  ...(run.ended === undefined ? {} : { ended: run.ended }),
})

/**
 * Learns of baskets from an entry of an earlier run's journal: their own records, and what came of their orders and
 * actions after the last one.
 */
export const rememberBasket = (
  state: PolicyState,
  stamped: Stamped,
  change: OrderChange | undefined,
): void => {
  const { event, at } = stamped
  if (event.type !== 'basket') {
    learnOfBaskets(state, stamped, change)
    return
  }
  const progress = event.progress as Progress
  const plan = event.plan ?? state.baskets.get(event.basket)?.basket
  if (plan === undefined || progress.format !== FORMAT) return
  state.baskets.set(event.basket, restore(plan, event.strategy, progress, at))
}

const restore = (basket: Basket, strategy: string, was: Progress, at: TimeMs): BasketRun => {
  const run = createBasketRun({ basket, strategy, most: was.most, part: was.part })
  for (const { stage, part, legs } of was.sent) {
    const of = basket.stages[stage]
    if (of?.kind !== 'legs') continue
    const runs = of.legs.map((leg, index) => ({
      leg,
      refs: [...(legs[index]?.refs ?? [])],
      begun: legs[index]?.begun ?? false,
    }))
    run.sent.set(stage, { part, legs: runs })
  }
  for (const [stage, shares] of was.acted) run.acted.set(stage, shares)
  if (was.action !== undefined) {
    run.action = { ...was.action, lookups: 0, nextCareAt: at, again: true }
  }
  return Object.assign(run, {
    notBefore: was.notBefore,
    stage: was.stage,
    failures: was.failures,
    retryAt: was.retryAt,
    revisit: was.revisit,
    closing: was.closing,
    settledCash: was.settledCash,
    repairs: was.repairs,
    ended: was.ended,
    dirty: false,
    planned: true,
    resumed: was.ended === undefined,
  })
}
