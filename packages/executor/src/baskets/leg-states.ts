import { isTerminal, type Stage, type View } from '@bot/core'
import { marketTerms } from '../policy/market-terms.js'
import type { PolicyState } from '../policy/policy-state.js'
import { outlayOf } from './basket-exposure.js'
import { type BasketRun, type LegRun, ordersOf } from './basket-run.js'
import { type LegState, type Money, partOf } from './weigh-repair.js'

export type LegsStage = Extract<Stage, { kind: 'legs' }>

/** Tells whether an order of these legs is still under way, or its outcome unknown. */
export const isWaiting = (state: PolicyState, legs: readonly LegRun[]): boolean =>
  legs.some((leg) =>
    leg.refs.some((ref) => {
      const order = state.tracker.get(ref)?.state
      return order !== undefined && !isTerminal(order.status)
    }),
  )

/** Reads where each leg of a stage stands, from what its orders say now. */
export const legStates = (
  state: PolicyState,
  view: View,
  run: BasketRun,
  legs: readonly LegRun[],
): readonly LegState[] =>
  legs.map(({ leg, refs }) => {
    const terms = marketTerms(view, leg.market, leg.token, state.settings.maxBookAgeMs)
    return {
      leg,
      wanted: partOf(leg.shares, run.part),
      net: refs.reduce((sum, ref) => {
        const order = state.tracker.get(ref)?.state
        if (order === undefined) return sum
        return sum + (order.intent.side === leg.side ? order.filled.size : -order.filled.size)
      }, 0),
      terms: typeof terms === 'string' ? undefined : terms,
    }
  })

/** Dollars that sells of these legs brought, fees deducted. */
export const incomeOf = (state: PolicyState, refs: Iterable<LegRun['refs'][number]>): number => {
  let dollars = 0
  for (const ref of refs) {
    const order = state.tracker.get(ref)?.state
    if (order?.intent.side === 'sell') dollars += order.filled.notional - order.fees
  }
  return dollars
}

/** Reads where the money of a basket stands. */
export const moneyOf = (state: PolicyState, run: BasketRun): Money => {
  const { basket, most } = run
  const outlay = outlayOf(run, state.tracker)
  return {
    inflow: basket.maxCost + basket.worstCase,
    outlay,
    income: incomeOf(state, ordersOf(run)),
    room: most - outlay,
    maxLegLoss: Math.max(0, basket.maxLegLoss),
  }
}
