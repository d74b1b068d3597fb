import type { MarketId, View } from '@bot/core'
import type { OrderTracker } from '../policy/order-tracker.js'
import { type BasketExposure, stillCosts } from '../risk/exposure.js'
import { type BasketRun, isActive, ordersOf } from './basket-run.js'

type Desk = Readonly<{ baskets: ReadonlyMap<string, BasketRun>; tracker: OrderTracker }>

/** Lists the baskets under way with the most that each may cost. */
export const basketExposures = ({ baskets }: Desk): readonly BasketExposure[] =>
  [...baskets.values()]
    .filter(isActive)
    .map(({ basket, most }) => ({ id: basket.id, markets: marketsOf(basket), most }))

/** Names every market that a basket trades or acts on. */
export const marketsOf = (basket: BasketRun['basket']): readonly MarketId[] => {
  const markets = new Set<MarketId>()
  for (const stage of basket.stages) {
    if (stage.kind === 'legs') for (const { market } of stage.legs) markets.add(market)
    if (stage.kind === 'action') for (const market of stage.action.markets) markets.add(market)
  }
  return [...markets]
}

/** Dollars that baskets under way have taken so far: fills and fees of their buys, and what splits cost. */
export const outlayOf = (run: BasketRun, tracker: OrderTracker): number => {
  let dollars = Math.max(0, -run.settledCash)
  for (const ref of ordersOf(run)) {
    const state = tracker.get(ref)?.state
    if (state?.intent.side === 'buy') dollars += state.filled.notional + state.fees
  }
  return dollars
}

/** Dollars that orders of a basket may still take: those under way, and those with fills that were not told yet. */
export const openCostOf = (view: View, { basket }: BasketRun, tracker: OrderTracker): number =>
  tracker
    .mayTrade()
    .filter(({ state: { intent } }) => intent.basket === basket.id && intent.side === 'buy')
    .reduce((sum, { state }) => sum + stillCosts(view, state), 0)

/** Dollars that baskets under way may still take beyond their fills and their open orders. */
export const cashStillNeeded = (view: View, { baskets, tracker }: Desk): number => {
  let needed = 0
  for (const run of baskets.values()) {
    if (!isActive(run)) continue
    needed += Math.max(0, run.most - outlayOf(run, tracker) - openCostOf(view, run, tracker))
  }
  return needed
}
