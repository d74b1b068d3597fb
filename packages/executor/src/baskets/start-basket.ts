import { type Basket, type OrderRef, type Signal, timeMs, type View } from '@bot/core'
import { type Outcome, ownCrossing, type PolicyState, riskFacts } from '../policy/policy-state.js'
import { refuse } from '../policy/refuse.js'
import { admitBasket } from '../risk/admit-basket.js'
import { eventKeyOf } from '../risk/exposure.js'
import { advanceBaskets } from './advance-baskets.js'
import { marketsOf } from './basket-exposure.js'
import { createBasketRun, isActive, ordersOf } from './basket-run.js'
import { checkBasket } from './check-basket.js'
import { fitBasket } from './fit-basket.js'

/** Begins a basket, or says why not: identity, limits, then its own walk of the books. */
export const startBasket = (
  state: PolicyState,
  signal: Signal,
  basket: Basket,
  view: View,
  nextRef: () => OrderRef,
): readonly Outcome[] => {
  const no = (reason: string, step: 'sized' | 'risk-passed'): readonly Outcome[] => [
    refuse(reason, step, signal.strategy, basket.id, { maxCost: basket.maxCost }),
  ]
  if (state.baskets.has(basket.id)) return no('basket-already-known', 'sized')
  if (signal.expiresAt <= view.now) return no('expired', 'sized')
  const other = overlap(state, basket, view)
  if (other !== undefined) return no(other, 'sized')
  const fault = checkBasket(view, basket, state.settings.maxBookAgeMs)
  if (fault !== undefined) return no(fault, 'sized')
  if (meetsOwnOrder(state, basket, view)) return no('own-order-crosses', 'risk-passed')
  const events = [...new Set(marketsOf(basket).map((market) => eventKeyOf(view, market)))]
  const claim = { group: basket.id, events, confidence: signal.confidence, continues: false }
  const allowance = admitBasket(riskFacts(state, view, 'basket'), claim, basket)
  if (typeof allowance === 'string') return no(allowance, 'risk-passed')
  const { most } = allowance
  const part = fitBasket(view, basket, most)
  if (part === undefined) return no('cost-above-max', 'sized')
  const run = createBasketRun({ basket, strategy: signal.strategy, most, part })
  const { basketSettleMs } = state.settings
  if (basketSettleMs > 0) run.notBefore = timeMs(view.now + basketSettleMs)
  else state.risk.trade(run.trade, view.now)
  state.baskets.set(basket.id, run)
  return advanceBaskets(state, view, nextRef)
}

const meetsOwnOrder = (state: PolicyState, { stages }: Basket, view: View): boolean =>
  stages.some(
    (stage) =>
      stage.kind === 'legs' && stage.legs.some((leg) => ownCrossing(state, view, leg).length > 0),
  )

/** How long the books of a basket that came to nothing are left alone, in milliseconds of event time. */
const COOLING_MS = 30_000

/** Two baskets on one book would count the same depth twice; one after a failure would fail again. */
const overlap = (state: PolicyState, basket: Basket, view: View): string | undefined => {
  const mine = new Set(marketsOf(basket))
  for (const run of state.baskets.values()) {
    if (!marketsOf(run.basket).some((market) => mine.has(market))) continue
    if (isActive(run)) return 'basket-overlaps'
    const { how, at } = run.ended ?? {}
    const tried = ordersOf(run).length > 0 || run.acted.size > 0
    const empty = tried && (how === 'failed' || how === 'unwound')
    if (empty && at !== undefined && view.now - at < COOLING_MS) return 'basket-cooling-down'
  }
  return undefined
}
