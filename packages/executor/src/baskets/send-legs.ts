import { type OrderIntent, positionKey, timeMs, type View } from '@bot/core'
import {
  cancelOwn,
  liveOrdersOf,
  type Outcome,
  ownCrossing,
  type PolicyState,
  submit,
} from '../policy/policy-state.js'
import { refuse } from '../policy/refuse.js'
import { admitLeg } from '../risk/admit-basket.js'
import { admitExit } from '../risk/entry-gate.js'
import { sellableShares } from '../risk/sellable-shares.js'
import { openCostOf, outlayOf } from './basket-exposure.js'
import type { LegRun } from './basket-run.js'
import type { BasketStep } from './basket-step.js'
import { legBound } from './fit-basket.js'
import { LEG_REST_MS, legOrder } from './leg-order.js'
import { coverage, type LegState, leastShares, type Mend } from './mend-leg.js'

/**
 * Sends what a stage needs next: which legs go first is decided here and nowhere else.
 *
 * Thinnest first: of the legs that are missing something, only the one that its book covers least, because it decides how much of the basket there can be; the others wait for what it filled. Together: all.
 * An own order that one of them would meet on the mirrored book is cancelled first, and its end waited for.
 */
export const sendStage = (
  step: BasketStep,
  legs: readonly LegRun[],
  states: readonly LegState[],
  mends: readonly Mend[],
): readonly Outcome[] => {
  const undoes = mends.every(({ leg, side }) => leg.side !== side)
  const together = undoes || step.state.settings.legOrder === 'together'
  const next = together ? mends : thinnest(states, mends)
  const { state, view } = step
  const crossing = next.flatMap(({ leg, side, limit }) =>
    ownCrossing(state, view, { ...leg, side, limit }),
  )
  if (crossing.length > 0) return cancelOwn(crossing, view.now)
  return next.flatMap((mend) => {
    const of = legs.find(({ leg }) => leg === mend.leg)
    const stands = states.find(({ leg }) => leg === mend.leg)
    if (of === undefined || stands === undefined) return []
    return sendOne(step, of, mend, leastShares(stands))
  })
}

const thinnest = (states: readonly LegState[], mends: readonly Mend[]): readonly Mend[] => {
  let first: Readonly<{ mend: Mend; covers: number }> | undefined
  for (const mend of mends) {
    const state = states.find(({ leg }) => leg === mend.leg)
    const covers = state === undefined ? 0 : coverage(state, mend)
    if (first === undefined || covers < first.covers) first = { mend, covers }
  }
  return first === undefined ? [] : [first.mend]
}

const sendOne = (
  step: BasketStep,
  of: LegRun,
  { leg, side, shares, limit }: Mend,
  least: number,
): readonly Outcome[] => {
  const { state, view, run, nextRef } = step
  const order = legOrder(run.basket.id, nextRef(), { ...leg, side }, { shares, limit, least })
  if (of.begun) run.repairs += 1
  of.begun = true
  run.dirty = true
  const admitted = side === 'buy' ? admitBuy(step, order) : admitSell(state, view, order)
  if (typeof admitted === 'string') {
    return [refuse(admitted, 'risk-passed', run.strategy, run.basket.id, { token: order.token })]
  }
  of.refs.push(order.ref)
  const cancelAt = order.tif === 'gtc' ? timeMs(view.now + LEG_REST_MS) : undefined
  return [submit(state, admitted, view.now, run.trade, cancelAt)]
}

const admitBuy = ({ state, view, run }: BasketStep, order: OrderIntent) => {
  const bound = legBound(view, order, order.shares)
  const spent = outlayOf(run, state.tracker) + openCostOf(view, run, state.tracker)
  return admitLeg(run, order, bound, spent)
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
