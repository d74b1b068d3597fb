import { isTerminal, type OrderRef, type TimeMs, timeMs, type Usd, type View } from '@bot/core'
import { type Outcome, type PolicyState, riskFacts } from '../policy/policy-state.js'
import type { RiskFacts, RiskReason } from '../risk/entry-gate.js'
import { eventCost, eventKeyOf } from '../risk/exposure.js'
import { beginAction, careForAction } from './basket-action.js'
import { marketsOf, outlayOf } from './basket-exposure.js'
import { isActive, ordersOf } from './basket-run.js'
import type { BasketStep } from './basket-step.js'
import { checkBasket } from './check-basket.js'
import { closeBasket, finishBasket } from './finish-basket.js'
import { recordBasket } from './remember-basket.js'
import { settleLegs } from './settle-legs.js'

/** How long a basket of an earlier run waits for its books to be there again. */
const RESUME_PATIENCE_MS = 120_000

/** How long it waits for what is known of its markets, which a run learns from the first listing. */
const FACTS_PATIENCE_MS = 600_000

/** How long it waits then for the ledger to have what settled in markets that were not known. */
const FACTS_SETTLE_MS = 2_500

/** Moves every basket on as far as its orders and settlements allow, and has the journal know where each stands. */
export const advanceBaskets = (
  state: PolicyState,
  view: View,
  nextRef: () => OrderRef,
): readonly Outcome[] => {
  const out: Outcome[] = []
  for (const run of state.baskets.values()) {
    const moved = isActive(run) ? advance({ state, view, run, nextRef }) : []
    out.push(...recordBasket(run), ...moved)
  }
  return out
}

/** A stage ends at most once an event, and the next begins at once: as many steps as the basket has stages. */
const advance = (step: BasketStep): readonly Outcome[] => {
  const { run } = step
  const out: Outcome[] = []
  if (run.resumed) resume(step)
  for (let steps = 0; steps <= run.basket.stages.length && isActive(run); steps++) {
    const before = run.stage
    out.push(...moveOn(step))
    if (run.stage === before) break
  }
  return out
}

const moveOn = (step: BasketStep): readonly Outcome[] => {
  const { state, view, run } = step
  if (run.action !== undefined) return careForAction(step)
  const factsUntil = waitsForFacts(step)
  if (factsUntil !== undefined) {
    return view.now < factsUntil ? [] : finishBasket(step, 'held', 'market-unknown')
  }
  if (run.closing !== undefined) return closeBasket(step)
  if (run.notBefore !== undefined) {
    if (view.now < run.notBefore) return []
    run.notBefore = undefined
    run.dirty = true
    const fault =
      checkBasket(view, run.basket, state.settings.maxBookAgeMs) ??
      forbidden(riskFacts(state, view, 'basket'))
    if (fault !== undefined) return finishBasket(step, 'failed', fault)
    state.risk.trade(run.trade, view.now)
  }
  const stage = run.basket.stages[run.stage]
  if (stage === undefined) return finishBasket(step, 'completed', 'all-stages')
  if (stage.kind === 'hold-to-resolution') return finishBasket(step, 'held', 'to-resolution')
  return stage.kind === 'action' ? beginAction(step, stage.action) : settleLegs(step, stage)
}

/**
 * Tells until when a basket waits for facts of its markets; `undefined` while all are known. What it holds cannot be told
 * without them: it must neither act nor end for that.
 */
const waitsForFacts = ({ view, run }: BasketStep): TimeMs | undefined => {
  if (marketsOf(run.basket).some((id) => view.market(id) === undefined)) {
    run.factsUntil ??= timeMs(view.now + FACTS_PATIENCE_MS)
    return run.factsUntil
  }
  if (run.factsUntil === undefined) return undefined
  // What settled meanwhile counts with the first timer after the facts.
  run.factsKnownAt ??= view.now
  const settlesAt = timeMs(run.factsKnownAt + FACTS_SETTLE_MS)
  if (run.acted.size > 0 && view.now < settlesAt) return settlesAt
  run.blindUntil = timeMs(view.now + RESUME_PATIENCE_MS)
  run.factsUntil = undefined
  run.factsKnownAt = undefined
  return undefined
}

/** Others may have taken the last trade of the hour, or trading may have stopped, since a basket was admitted. */
const forbidden = ({ limits, blocked, tradesThisHour }: RiskFacts): RiskReason | undefined => {
  if (blocked !== undefined) return blocked
  return tradesThisHour >= limits.maxTradesPerHour ? 'too-many-trades-this-hour' : undefined
}

/**
 * Takes up a basket of an earlier run, or one that had ended. What it may still cost is what the limits leave now:
 * others may have taken the room that it gave up. What rests for it is cancelled: nobody waits for it any more.
 */
const resume = ({ state, view, run }: BasketStep): void => {
  const { most } = run
  const outlay = outlayOf(run, state.tracker)
  run.resumed = false
  run.blindUntil = timeMs(view.now + RESUME_PATIENCE_MS)
  run.most = outlay as Usd
  const { limits, exposure, freeCash } = riskFacts(state, view)
  const rooms = marketsOf(run.basket).map(
    (market) => limits.maxCorrelatedExposureUsd - eventCost(exposure, eventKeyOf(view, market)),
  )
  const room = Math.max(0, Math.min(freeCash, ...rooms))
  run.most = Math.max(outlay, Math.min(most, limits.basketMaxUsd, outlay + room)) as Usd
  run.dirty = true
  for (const ref of ordersOf(run)) {
    const order = state.tracker.get(ref)
    if (order === undefined || isTerminal(order.state.status)) continue
    if (order.state.intent.tif === 'gtc') order.cancelAt ??= view.now
  }
}
