import { heldShares, type MarketId, positionKey, type View } from '@bot/core'
import type { Outcome } from '../policy/policy-state.js'
import { REST_LOT } from '../policy/precision.js'
import { refuse } from '../policy/refuse.js'
import { admitAction } from '../risk/admit-action.js'
import { marketsOf } from './basket-exposure.js'
import { type BasketEnd, type BasketRun, ordersOf } from './basket-run.js'
import type { BasketStep } from './basket-step.js'
import { moneyOf } from './leg-states.js'
import { isGivenUp } from './observe-baskets.js'
import { sendAction } from './send-action.js'
import { sellableOf } from './send-legs.js'
import { type Money, partOf } from './weigh-repair.js'

/** Ends a basket, once complete sets that it split and has no use for are dollars again. */
export const finishBasket = (
  step: BasketStep,
  how: BasketEnd,
  reason: string,
): readonly Outcome[] => {
  step.run.closing = { how, reason }
  step.run.dirty = true
  return closeBasket(step)
}

/** Goes on with the end of a basket: merges the next set that is left over, or ends. */
export const closeBasket = (step: BasketStep): readonly Outcome[] => {
  const { run, view } = step
  if (run.closing === undefined || run.action !== undefined) return []
  const { how, reason } = run.closing
  const left = isGivenUp(run) ? undefined : setLeftOver(view, run)
  if (left === undefined) return end(step, how, reason)
  if (run.retryAt !== undefined && view.now < run.retryAt) return []
  return sendAction(step, admitAction('merge', [left.market], left.shares))
}

const setLeftOver = (
  view: View,
  { basket, acted }: BasketRun,
): Readonly<{ market: MarketId; shares: number }> | undefined => {
  for (const [index, stage] of basket.stages.entries()) {
    if (stage.kind !== 'action' || stage.action.action !== 'split' || !acted.has(index)) continue
    for (const id of stage.action.markets) {
      const market = view.market(id)
      if (market === undefined || market.resolution.state === 'resolved') continue
      const shares = Math.min(...market.tokens.map((token) => sellableOf(view, basket.id, token)))
      if (shares >= REST_LOT) return { market: id, shares }
    }
  }
  return undefined
}

/** Records how a basket ended; an end that was not planned is said aloud with its reason and what is left unpaired. */
const end = (step: BasketStep, how: BasketEnd, wished: string): readonly Outcome[] => {
  const { run, view } = step
  const money = moneyOf(step)
  const kept = how === 'unwound' ? 0 : partOf(money.inflow, run.part)
  const promised = wished === 'flat' || wished === 'to-resolution'
  const reason = promised && !isWithinLoss(money, kept) ? 'loss-beyond-max' : wished
  const unpaired = unpairedShares(view, run, reason === 'to-resolution')
  run.closing = undefined
  run.ended = { how, reason, at: view.now, unpaired }
  run.dirty = true
  if (how === 'completed' || reason === 'to-resolution') return []
  const context = { how, stage: run.stage, repairs: run.repairs, part: run.part, unpaired }
  const begun = ordersOf(run).length > 0 || run.acted.size > 0 || run.settledCash !== 0
  const at = how !== 'failed' ? 'settled' : begun ? 'matched' : 'sent'
  return [refuse(reason, at, run.strategy, run.basket.id, context)]
}

/** Voids after a repair can cost more than any repair was allowed to: then the end says so. */
const isWithinLoss = (money: Money, kept: number): boolean =>
  kept + money.income - money.outlay >= -money.maxLegLoss

/** Shares that the basket keeps and no complete part needs, of all its tokens together. */
const unpairedShares = (view: View, { basket, part }: BasketRun, wanted: boolean): number => {
  let shares = 0
  for (const id of marketsOf(basket)) {
    for (const token of view.market(id)?.tokens ?? []) {
      const position = view.ledger.positions.get(positionKey(basket.id, token))
      if (position === undefined) continue
      const legs = basket.stages.flatMap((stage) => (stage.kind === 'legs' ? stage.legs : []))
      const leg = legs.find((each) => each.token === token && each.side === 'buy')
      const needed = wanted && leg !== undefined ? partOf(leg.shares, part) : 0
      shares += Math.max(0, heldShares(position) - needed)
    }
  }
  return shares
}
