import type { SettlementReported, Stamped, Usd, View } from '@bot/core'
import type { OrderChange } from '../policy/order-tracker.js'
import { type Outcome, type PolicyState, riskFacts } from '../policy/policy-state.js'
import { eventCost, eventKeyOf } from '../risk/exposure.js'
import { marketsOf, outlayOf } from './basket-exposure.js'
import { type BasketRun, isActive } from './basket-run.js'
import { endBasket } from './end-basket.js'

const ENDED_KEPT = 500

/** Learns what an event says of baskets: an action's end, or a fill that was undone. Repeats change nothing. */
export const observeBaskets = (
  state: PolicyState,
  { event }: Stamped,
  view: View,
  change: OrderChange | undefined,
): readonly Outcome[] => {
  if (change !== undefined) reopenAfterVoid(state, view, change)
  if (event.type !== 'settlement' || event.basket === undefined) return []
  const run = state.baskets.get(event.basket)
  return run?.action?.ref === event.ref ? settled(run, event, view) : []
}

const settled = (run: BasketRun, event: SettlementReported, view: View): readonly Outcome[] => {
  if (event.status === 'confirmed') {
    run.action = undefined
    run.settledCash += event.cash
    run.stage += 1
    return []
  }
  if (event.status === 'unknown' && run.action?.lookups === 0) {
    run.action.nextCareAt = view.now
    return []
  }
  if (event.status !== 'failed') return []
  run.action = undefined
  const nothingSpent = run.stage === 0
  return endBasket(run, view, nothingSpent ? 'failed' : 'held', `${event.action.action}-failed`)
}

/**
 * A fill of a stage that was done is undone: the stage is settled anew, even of a basket that had ended. What it may
 * still cost is then what the limits leave now: others may have taken the room that it gave up.
 */
const reopenAfterVoid = (state: PolicyState, view: View, { order, before }: OrderChange): void => {
  const { intent, filled } = order.state
  if (intent.basket === undefined || filled.size >= before.filled.size) return
  const run = state.baskets.get(intent.basket)
  if (run === undefined || run.action !== undefined) return
  for (const [stage, legs] of run.sent) {
    if (!legs.some((leg) => leg.refs.includes(intent.ref))) continue
    if (run.stage > stage) run.stage = stage
    run.repairs = 0
    if (run.ended === undefined) continue
    run.most = Math.min(run.most, outlayOf(run, state.tracker) + roomLeft(state, view, run)) as Usd
    run.ended = undefined
  }
}

const roomLeft = (state: PolicyState, view: View, run: BasketRun): number => {
  const { limits, exposure, freeCash } = riskFacts(state, view)
  const rooms = marketsOf(run.basket).map(
    (market) => limits.maxCorrelatedExposureUsd - eventCost(exposure, eventKeyOf(view, market)),
  )
  return Math.max(0, Math.min(freeCash, ...rooms))
}

/** Forgets the oldest ended baskets. */
export const pruneBaskets = (state: PolicyState): void => {
  let ended = [...state.baskets.values()].filter((run) => !isActive(run)).length
  for (const [id, run] of state.baskets) {
    if (ended <= ENDED_KEPT) return
    if (isActive(run)) continue
    state.baskets.delete(id)
    ended -= 1
  }
}
