import {
  floorToLot,
  heldShares,
  type Leg,
  notional,
  type OrderIntent,
  type OrderRef,
  type Price,
  positionKey,
  type Size,
  type View,
} from '@bot/core'
import { marketTerms } from '../policy/market-terms.js'
import { liveOrdersOf, type Outcome, type PolicyState, submit } from '../policy/policy-state.js'
import { takeLot } from '../policy/precision.js'
import { refuse } from '../policy/refuse.js'
import { admitLeg } from '../risk/admit-basket.js'
import { admitExit } from '../risk/entry-gate.js'
import { feeBound } from '../risk/fee-bound.js'
import { outlayOf } from './basket-exposure.js'
import type { BasketRun, LegRun } from './basket-run.js'
import { legOrder, legPrice } from './leg-order.js'
import type { LegsStage } from './leg-states.js'
import { type Mend, partOf } from './weigh-repair.js'

/** Sends all legs of a stage together, each at its limit or better, scaled to the part that is left. */
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
    const scaled = { ...each.leg, shares: partOf(each.leg.shares, run.part) as Size }
    const { limit, shares } = fitting(state, view, scaled)
    if (shares === 0) return []
    return sendOne(
      state,
      view,
      run,
      each,
      legOrder(run.basket.id, nextRef(), each.leg, shares, limit),
    )
  })
}

/** The leg's price and shares as its book and the venue's precision allow; its own limit when the book can't tell. */
const fitting = (
  state: PolicyState,
  view: View,
  leg: Leg,
): Readonly<{ limit: Price; shares: Size }> => {
  const terms = marketTerms(view, leg.market, leg.token, state.settings.maxBookAgeMs)
  const at = typeof terms === 'string' ? 'depth-gone' : legPrice(terms, leg)
  if (typeof at !== 'string') return { limit: at, shares: leg.shares }
  return { limit: leg.limit, shares: floorToLot(leg.shares, takeLot(leg.side, leg.limit)) }
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
  return [submit(state, admitted, view.now, run.trade)]
}

const admitBuy = (state: PolicyState, view: View, run: BasketRun, order: OrderIntent) => {
  const fee = view.market(order.market)?.fee
  const charge =
    fee === undefined || fee === 'unknown' ? 0 : feeBound(fee, order.shares, 0, order.limit)
  const outlay = notional(order.shares, order.limit, 'up') + charge
  return admitLeg(run, order, outlay, outlayOf(run, state.tracker) + openBuys(state, view, run))
}

const openBuys = (state: PolicyState, view: View, run: BasketRun): number =>
  state.tracker
    .live()
    .filter(({ state: { intent } }) => intent.basket === run.basket.id && intent.side === 'buy')
    .reduce((sum, { state: { intent, filled } }) => {
      const left = Math.max(0, intent.shares - filled.size) as Size
      const fee = view.market(intent.market)?.fee
      const charge =
        fee === undefined || fee === 'unknown' ? 0 : feeBound(fee, left, 0, intent.limit)
      return sum + notional(left, intent.limit, 'up') + charge
    }, 0)

const admitSell = (state: PolicyState, view: View, order: OrderIntent) => {
  const position = view.ledger.positions.get(positionKey(order.owner, order.token))
  const onSale = liveOrdersOf(state, order.owner, order.token)
    .filter((each) => each.state.intent.side === 'sell')
    .reduce((sum, { state: { intent, filled } }) => sum + intent.shares - filled.size, 0)
  return admitExit(order, position === undefined ? 0 : heldShares(position), onSale)
}
