import {
  type BasketAction,
  isTerminal,
  type Leg,
  mulDiv,
  notional,
  type Stage,
  type View,
} from '@bot/core'
import { marketTerms } from '../policy/market-terms.js'
import type { PolicyState } from '../policy/policy-state.js'
import { stillTrades } from '../risk/exposure.js'
import { outlayOf } from './basket-exposure.js'
import { type BasketRun, type LegRun, ordersOf } from './basket-run.js'
import type { BasketStep } from './basket-step.js'
import { dearest } from './fit-basket.js'
import type { LegState } from './mend-leg.js'
import { type Money, partOf, TOLERANCE } from './weigh-repair.js'

export type LegsStage = Extract<Stage, { kind: 'legs' }>

/**
 * Tells whether an order of these legs is still under way, its outcome unknown, or a fill of it not told yet: what is
 * missing may be there already, and would be bought twice.
 */
export const isWaiting = (state: PolicyState, legs: readonly LegRun[]): boolean =>
  legs.some((leg) =>
    leg.refs.some((ref) => {
      const order = state.tracker.get(ref)?.state
      return order !== undefined && (!isTerminal(order.status) || stillTrades(order) > TOLERANCE)
    }),
  )

/** Reads where each leg of a stage stands, from what its orders say now. */
export const legStates = (
  { state, view, run }: BasketStep,
  legs: readonly LegRun[],
): readonly LegState[] =>
  legs.map(({ leg, refs, begun }) => ({
    leg,
    begun,
    wanted: partOf(leg.shares, run.part),
    net: refs.reduce((sum, ref) => {
      const order = state.tracker.get(ref)?.state
      if (order === undefined) return sum
      return sum + (order.intent.side === leg.side ? order.filled.size : -order.filled.size)
    }, 0),
    terms: marketTerms(view, leg.market, leg.token, state.settings.maxBookAgeMs),
    tried: triedSide(state, view, leg, refs),
  }))

const triedSide = (
  state: PolicyState,
  view: View,
  { token }: Leg,
  refs: LegRun['refs'],
): LegState['tried'] => {
  const last = refs.at(-1)
  const order = last === undefined ? undefined : state.tracker.get(last)
  if (order === undefined) return undefined
  const { intent, filled } = order.state
  if (intent.shares - filled.size <= TOLERANCE) return undefined
  const provenAt = view.book(token)?.provenAliveAt ?? 0
  return provenAt > (order.endedAt ?? order.since) ? undefined : intent.side
}

/** Dollars that sells of a basket's orders brought, fees deducted. */
const incomeOf = (state: PolicyState, run: BasketRun): number => {
  let dollars = 0
  for (const ref of ordersOf(run)) {
    const order = state.tracker.get(ref)?.state
    if (order?.intent.side === 'sell') dollars += order.filled.notional - order.fees
  }
  return dollars
}

/** Reads where the money of a basket stands at a stage of legs. */
export const moneyOf = ({ state, view, run }: BasketStep, stage?: LegsStage): Money => {
  const { basket, most } = run
  const outlay = outlayOf(run, state.tracker)
  const selling = stage?.legs[0]?.side === 'sell'
  return {
    inflow: selling ? inflowAfter(view, run, stage) : basket.maxCost + basket.worstCase,
    outlay,
    income: incomeOf(state, run),
    room: most - outlay,
    maxLegLoss: Math.max(0, basket.maxLegLoss),
    setsMade: selling ? sets(run, (_action, at) => run.acted.get(at) ?? 0) : 0,
    setsNeeded: selling ? sets(run, ({ shares }) => shares) : 0,
  }
}

const sets = (run: BasketRun, of: (action: BasketAction, stage: number) => number): number =>
  run.basket.stages.reduce((sum, stage, at) => {
    if (stage.kind !== 'action' || stage.action.action !== 'split') return sum
    return sum + stage.action.markets.length * of(stage.action, at)
  }, 0)

/** What comes in after a stage of sells: what the actions left pay, or the whole less what the sells were to bring. */
const inflowAfter = (view: View, { basket, stage: at }: BasketRun, { legs }: LegsStage): number => {
  const rest = basket.stages.slice(at + 1)
  if (rest.every((stage) => stage.kind === 'action')) {
    return rest.reduce((sum, stage) => sum + paidBy(view, stage.action), 0)
  }
  const planned = legs.reduce((sum, { market, shares, limit }) => {
    const fee = view.market(market)?.fee
    const charge = fee === undefined || fee === 'unknown' ? 0 : dearest(fee, shares, 'sell', limit)
    return sum + notional(shares, limit, 'up') - charge
  }, 0)
  return Math.max(0, basket.maxCost + basket.worstCase - planned)
}

const paidBy = (view: View, { action, markets, shares }: BasketAction): number => {
  if (action === 'merge') return markets.length * shares
  if (action !== 'convert') return 0
  const bips = Math.max(
    0,
    ...markets.map((id) => {
      const negRisk = view.market(id)?.negRisk
      return typeof negRisk === 'object' ? negRisk.feeBips : 0
    }),
  )
  return (markets.length - 1) * mulDiv(shares, 10_000 - bips, 10_000, 'down')
}
