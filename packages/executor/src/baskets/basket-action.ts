import {
  type Approved,
  type BasketAction,
  heldShares,
  type OrderRef,
  positionKey,
  type Size,
  type TokenId,
  timeMs,
  type View,
} from '@bot/core'
import type { Outcome, PolicyState } from '../policy/policy-state.js'
import { admitAction } from '../risk/admit-action.js'
import { admitSplit } from '../risk/admit-basket.js'
import type { RiskReason } from '../risk/entry-gate.js'
import { outlayOf } from './basket-exposure.js'
import { type BasketRun, ordersOf } from './basket-run.js'
import type { BasketStep } from './basket-step.js'
import { finishBasket } from './finish-basket.js'
import { FIRST_CARE_MS, sendAction, settleCommand } from './send-action.js'
import { partOf } from './weigh-repair.js'

/** How long fills may take to settle that an action needs. */
const SETTLE_PATIENCE_MS = 600_000

/** Begins a protocol action once every fill is confirmed: what is not settled can't be merged, and may yet fail. */
export const beginAction = (step: BasketStep, action: BasketAction): readonly Outcome[] => {
  const { state, view, run } = step
  const resolved = action.markets.filter((id) => isResolved(view, id)).length
  // What the chain refuses from now on is not worth waiting for.
  const isOver = action.action !== 'redeem' && resolved > 0
  if (!isOver && run.retryAt !== undefined && view.now < run.retryAt) return []
  if (ordersOf(run).some((ref) => hasOpenTrades(state, ref))) {
    run.stuckUntil ??= timeMs(view.now + SETTLE_PATIENCE_MS)
    return view.now < run.stuckUntil ? [] : finishBasket(step, 'held', 'fills-not-settled')
  }
  run.stuckUntil = undefined
  const done = run.acted.get(run.stage) ?? 0
  const wanted = partOf(action.shares, run.part) - done
  if (wanted <= 0 && done > 0) {
    run.stage += 1
    run.dirty = true
    return []
  }
  const shares = Math.min(wanted, handedOver(view, run, action))
  if (shares <= 0) return finishBasket(step, 'held', 'nothing-to-act-on')
  if (action.action === 'redeem' && resolved < action.markets.length) {
    return finishBasket(step, 'held', 'to-resolution')
  }
  if (isOver) {
    return finishBasket(step, run.stage === 0 ? 'failed' : 'held', 'market-resolved')
  }
  const admitted = admit(state, run, { ...action, shares: shares as Size })
  if (typeof admitted === 'string') {
    return finishBasket(step, run.stage === 0 ? 'failed' : 'held', admitted)
  }
  return sendAction(step, admitted)
}

const isResolved = (view: View, id: BasketAction['markets'][number]): boolean =>
  view.market(id)?.resolution.state === 'resolved'

const hasOpenTrades = (state: PolicyState, ref: OrderRef): boolean =>
  state.tracker
    .get(ref)
    ?.state.trades.some(({ settled }) => settled === 'matched' || settled === 'mined') === true

/** The most complete sets that the basket's holdings allow to hand over; a split needs none. */
const handedOver = (view: View, run: BasketRun, action: BasketAction): number => {
  if (action.action === 'split') return action.shares
  const tokens = action.markets.flatMap((id): readonly (TokenId | undefined)[] => {
    const all = view.market(id)?.tokens ?? []
    return action.action === 'convert' ? [all[1]] : all
  })
  const held = tokens.map((token) => {
    const position = view.ledger.positions.get(positionKey(run.basket.id, token ?? ('' as TokenId)))
    return position === undefined ? 0 : heldShares(position)
  })
  return action.action === 'redeem' ? Math.max(0, ...held) : Math.min(...held)
}

const admit = (
  state: PolicyState,
  run: BasketRun,
  action: BasketAction,
): Approved<BasketAction> | RiskReason =>
  action.action === 'split'
    ? admitSplit(run, action, outlayOf(run, state.tracker))
    : admitAction(action.action, action.markets, action.shares, action.group)

/**
 * Asks after an action that should have ended by now, with a growing delay. One that another run began is asked for by
 * its own reference: the venue answers with what it knows, and does it only when it never heard of it.
 */
export const careForAction = ({ state, run, view }: BasketStep): readonly Outcome[] => {
  const { action } = run
  if (action === undefined || view.now < action.nextCareAt) return []
  if (action.again) {
    const admitted = admit(state, run, action.action)
    action.again = false
    action.nextCareAt = timeMs(view.now + FIRST_CARE_MS)
    if (typeof admitted !== 'string') return [settleCommand(run, action.ref, admitted)]
  }
  action.lookups += 1
  action.nextCareAt = timeMs(view.now + FIRST_CARE_MS * 2 ** Math.min(action.lookups, 6))
  return [{ kind: 'lookup', ref: action.ref }]
}
