import {
  floorToLot,
  type OrderIntent,
  type OrderRef,
  positionKey,
  type Size,
  timeMs,
  type View,
} from '@bot/core'
import { liveOrdersOf, type Outcome, type PolicyState, submit } from '../policy/policy-state.js'
import { REST_LOT } from '../policy/precision.js'
import { refuse } from '../policy/refuse.js'
import { admitLeg } from '../risk/admit-basket.js'
import { admitExit } from '../risk/entry-gate.js'
import { sellableShares } from '../risk/sellable-shares.js'
import { outlayOf } from './basket-exposure.js'
import type { BasketRun, LegRun } from './basket-run.js'
import { legBound } from './fit-basket.js'
import { LEG_REST_MS, legOrder } from './leg-order.js'
import type { LegsStage } from './leg-states.js'
import { type Mend, partOf } from './weigh-repair.js'

/**
 * Sends all legs of a stage together, each at its limit, scaled to the part that is left. They go out in the order of
 * the certificate; which goes first is decided here and nowhere else.
 */
export const sendStage = (
  state: PolicyState,
  view: View,
  run: BasketRun,
  stage: LegsStage,
  nextRef: () => OrderRef,
): readonly Outcome[] => {
  const legs: LegRun[] = stage.legs.map((leg) => ({ leg, refs: [] }))
  run.sent.set(run.stage, legs)
  return legs.flatMap((each) => {
    const { leg } = each
    const shares = floorToLot(partOf(leg.shares, run.part) as Size, REST_LOT)
    if (shares === 0) return []
    const order = legOrder(run.basket.id, nextRef(), leg, shares, leg.limit)
    return sendOne(state, view, run, each, order)
  })
}

/** Sends the orders of a repair. */
export const sendMends = (
  state: PolicyState,
  view: View,
  run: BasketRun,
  legs: readonly LegRun[],
  mends: readonly Mend[],
  nextRef: () => OrderRef,
): readonly Outcome[] =>
  mends.flatMap(({ leg, side, shares, limit }) => {
    const of = legs.find((each) => each.leg === leg)
    if (of === undefined) return []
    const order = legOrder(run.basket.id, nextRef(), { ...leg, side }, shares, limit)
    return sendOne(state, view, run, of, order)
  })

const sendOne = (
  state: PolicyState,
  view: View,
  run: BasketRun,
  of: LegRun,
  order: OrderIntent,
): readonly Outcome[] => {
  const admitted =
    order.side === 'buy' ? admitBuy(state, view, run, order) : admitSell(state, view, order)
  if (typeof admitted === 'string') {
    return [refuse(admitted, 'risk-passed', run.strategy, run.basket.id, { token: order.token })]
  }
  of.refs.push(order.ref)
  const cancelAt = order.tif === 'gtc' ? timeMs(view.now + LEG_REST_MS) : undefined
  return [submit(state, admitted, view.now, run.trade, cancelAt)]
}

const admitBuy = (state: PolicyState, view: View, run: BasketRun, order: OrderIntent) => {
  const open = state.tracker
    .live()
    .filter(({ state: { intent } }) => intent.basket === run.basket.id && intent.side === 'buy')
    .reduce((sum, { state: { intent, filled } }) => {
      const left = Math.max(0, intent.shares - filled.size) as Size
      return sum + legBound(view, intent, left)
    }, 0)
  return admitLeg(
    run,
    order,
    legBound(view, order, order.shares),
    outlayOf(run, state.tracker) + open,
  )
}

const admitSell = (state: PolicyState, view: View, order: OrderIntent) => {
  const onSale = liveOrdersOf(state, order.owner, order.token)
    .filter((each) => each.state.intent.side === 'sell')
    .reduce((sum, { state: { intent, filled } }) => sum + intent.shares - filled.size, 0)
  return admitExit(order, sellableOf(view, order.owner, order.token), onSale)
}

/** Shares of a basket's token that can be sold now. */
export const sellableOf = (view: View, owner: string, token: OrderIntent['token']): number => {
  const position = view.ledger.positions.get(positionKey(owner, token))
  return position === undefined ? 0 : sellableShares(position)
}
