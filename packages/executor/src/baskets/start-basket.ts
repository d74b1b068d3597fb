import type { Basket, OrderRef, Signal, View } from '@bot/core'
import { type Outcome, type PolicyState, riskFacts } from '../policy/policy-state.js'
import { refuse } from '../policy/refuse.js'
import { admitBasket } from '../risk/admit-basket.js'
import { eventKeyOf } from '../risk/exposure.js'
import { advanceBaskets } from './advance-baskets.js'
import { marketsOf } from './basket-exposure.js'
import { type BasketRun, isActive } from './basket-run.js'
import { checkBasket } from './check-basket.js'

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
  if (overlaps(state, basket)) return no('basket-overlaps', 'sized')
  const fault = checkBasket(view, basket, state.settings.maxBookAgeMs)
  if (fault !== undefined) return no(fault, 'sized')
  const events = [...new Set(marketsOf(basket).map((market) => eventKeyOf(view, market)))]
  const claim = { group: basket.id, events, confidence: signal.confidence, continues: false }
  const allowance = admitBasket(riskFacts(state, view), claim, basket)
  if (typeof allowance === 'string') return no(allowance, 'risk-passed')
  const trade = `basket ${basket.id}`
  state.baskets.set(basket.id, createRun(signal.strategy, basket, trade, allowance.most))
  state.risk.trade(trade, view.now)
  return advanceBaskets(state, view, nextRef)
}

const createRun = (
  strategy: string,
  basket: Basket,
  trade: string,
  most: BasketRun['most'],
): BasketRun => ({
  basket,
  strategy,
  trade,
  most,
  stage: 0,
  part: { of: 1, from: 1 },
  sent: new Map(),
  action: undefined,
  settledCash: 0,
  repairs: 0,
  repairUntil: undefined,
  ended: undefined,
})

/** Two baskets on one book would count the same depth twice. */
const overlaps = (state: PolicyState, basket: Basket): boolean => {
  const mine = new Set(marketsOf(basket))
  return [...state.baskets.values()].some(
    (run) => isActive(run) && marketsOf(run.basket).some((market) => mine.has(market)),
  )
}
