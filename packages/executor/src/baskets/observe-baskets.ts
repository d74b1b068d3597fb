import { type SettlementReported, type Stamped, timeMs } from '@bot/core'
import type { OrderChange } from '../policy/order-tracker.js'
import type { Outcome, PolicyState } from '../policy/policy-state.js'
import { refuse } from '../policy/refuse.js'
import { type BasketRun, isActive } from './basket-run.js'

const ENDED_KEPT = 500
const FIRST_RETRY_MS = 30_000
/** How often an action may fail for certain before the sets that it was for are held. */
const MOST_FAILURES = 5

/**
 * Learns what an event says of baskets: an action's end, a fill that was undone, a fill that came late. Repeats change
 * nothing.
 */
export const learnOfBaskets = (
  state: PolicyState,
  { event, at }: Stamped,
  change: OrderChange | undefined,
): readonly Outcome[] => {
  if (change !== undefined) revisitStage(state, change)
  if (event.type !== 'settlement' || event.basket === undefined) return []
  const run = state.baskets.get(event.basket)
  return run?.action?.ref === event.ref ? settled(run, event, at) : []
}

const settled = (
  run: BasketRun,
  event: SettlementReported,
  at: Stamped['at'],
): readonly Outcome[] => {
  const { action } = run
  if (action === undefined || event.status === 'submitted') return []
  if (event.status === 'unknown') {
    if (action.lookups === 0) action.nextCareAt = at
    return []
  }
  run.action = undefined
  run.dirty = true
  if (event.status === 'failed') return failed(run, event, at)
  run.failures = 0
  run.settledCash += event.cash
  if (run.closing === undefined) {
    run.acted.set(run.stage, (run.acted.get(run.stage) ?? 0) + action.action.shares)
    run.stage += 1
  }
  goBack(run)
  return []
}

/** A proven failure moved nothing: a split is given up, anything else is tried again later, and said every time. */
const failed = (
  run: BasketRun,
  { action, reason }: SettlementReported,
  at: Stamped['at'],
): readonly Outcome[] => {
  const what = `${action.action}-failed`
  run.failures += 1
  run.retryAt = timeMs(at + FIRST_RETRY_MS * 2 ** (run.failures - 1))
  goBack(run)
  if (action.action === 'split') {
    const spent = run.sent.size > 0 || run.acted.size > 0
    run.closing = { how: spent ? 'unwound' : 'failed', reason: what }
    run.retryAt = undefined
    run.failures = 0
    return []
  }
  if (run.failures >= MOST_FAILURES) run.closing = { how: 'held', reason: what }
  const context = { because: reason ?? '', failures: run.failures, again: run.retryAt }
  return [refuse(what, 'settled', run.strategy, run.basket.id, context)]
}

/** Tells whether the action that is next has failed too often to be tried again. */
export const isGivenUp = (run: BasketRun): boolean => run.failures >= MOST_FAILURES

const goBack = (run: BasketRun): void => {
  if (run.revisit === undefined) return
  const stage = run.revisit
  run.revisit = undefined
  reopen(run, stage)
}

/**
 * What a stage that was done had filled is no more what it was: a fill was undone, or came after its order had been
 * taken for dead. The stage is settled anew, even of a basket that had ended.
 */
const revisitStage = (state: PolicyState, { order, before }: OrderChange): void => {
  const { intent, filled } = order.state
  if (intent.basket === undefined || filled.size === before.filled.size) return
  const run = state.baskets.get(intent.basket)
  if (run === undefined) return
  for (const [stage, { legs }] of run.sent) {
    if (!legs.some((leg) => leg.refs.includes(intent.ref))) continue
    if (run.action !== undefined) run.revisit = Math.min(run.revisit ?? stage, stage)
    else if (run.stage > stage || !isActive(run) || run.closing !== undefined) reopen(run, stage)
  }
}

const reopen = (run: BasketRun, stage: number): void => {
  run.stage = Math.min(run.stage, stage)
  run.part = run.sent.get(run.stage)?.part ?? run.part
  run.failures = 0
  run.closing = undefined
  run.repairUntil = undefined
  run.blindUntil = undefined
  run.stuckUntil = undefined
  run.dirty = true
  if (run.ended === undefined) return
  run.ended = undefined
  run.resumed = true
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
