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
import { endBasket } from './end-basket.js'
import { partOf } from './weigh-repair.js'

const FIRST_CARE_MS = 30_000

/** Begins a protocol action once every fill is confirmed: what is not settled can't be merged, and may yet fail. */
export const beginAction = (
  state: PolicyState,
  view: View,
  run: BasketRun,
  action: BasketAction,
  nextRef: () => OrderRef,
): readonly Outcome[] => {
  if (ordersOf(run).some((ref) => hasOpenTrades(state, ref))) return []
  const shares = Math.min(partOf(action.shares, run.part), handedOver(view, run, action))
  if (shares <= 0) return endBasket(run, view, 'held', 'nothing-to-act-on')
  const admitted = admit(state, run, { ...action, shares: shares as Size })
  if (typeof admitted === 'string') {
    return endBasket(run, view, run.stage === 0 ? 'failed' : 'held', admitted)
  }
  const ref = nextRef()
  run.action = { ref, lookups: 0, nextCareAt: timeMs(view.now + FIRST_CARE_MS) }
  const { id } = run.basket
  return [{ kind: 'settle', ref, owner: id, basket: id, action: admitted }]
}

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

/** Asks after an action that should have ended by now, with a growing delay. */
export const careForAction = (run: BasketRun, view: View): readonly Outcome[] => {
  const { action } = run
  if (action === undefined || view.now < action.nextCareAt) return []
  action.lookups += 1
  action.nextCareAt = timeMs(view.now + FIRST_CARE_MS * 2 ** Math.min(action.lookups, 6))
  return [{ kind: 'lookup', ref: action.ref }]
}
