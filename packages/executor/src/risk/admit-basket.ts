import type { Approved, Basket, BasketAction, OrderIntent, Usd } from '@bot/core'
import { approve } from './approve.js'
import {
  type EntryClaim,
  forbidsEntry,
  lossRooms,
  type RiskFacts,
  type RiskReason,
} from './entry-gate.js'
import { eventCost } from './exposure.js'

/** What a basket may take: `most` dollars in all, repairs included. */
export type BasketAllowance = Readonly<{ most: Usd }>

/**
 * Admits a basket as one position and one trade: its `maxCost` against the basket limit, the event's exposure and
 * cash. Repairs may go beyond `maxCost` by `maxLegLoss`, but by no limit's leave.
 */
export const admitBasket = (
  facts: RiskFacts,
  claim: EntryClaim,
  basket: Basket,
): BasketAllowance | RiskReason => {
  const forbidden = forbidsEntry(facts, claim)
  if (forbidden !== undefined) return forbidden
  const { limits, exposure, freeCash } = facts
  const rooms = claim.events.map(
    (event) => limits.maxCorrelatedExposureUsd - eventCost(exposure, event),
  )
  if (basket.maxCost > limits.basketMaxUsd) return 'basket-too-large'
  if (rooms.some((room) => basket.maxCost > room)) return 'correlated-exposure-too-large'
  const losses = lossRooms(facts, claim)
  if (losses.some((room) => basket.maxCost > room)) return 'event-loss-too-large'
  if (basket.maxCost > freeCash) return 'not-enough-cash'
  const wished = basket.maxCost + Math.max(0, basket.maxLegLoss)
  return { most: Math.min(wished, limits.basketMaxUsd, freeCash, ...rooms, ...losses) as Usd }
}

/** Approves a basket's buy that costs at most `outlay`, when `spent` and it stay within the allowance. */
export const admitLeg = (
  { most }: BasketAllowance,
  order: OrderIntent,
  outlay: number,
  spent: number,
): Approved<OrderIntent> | RiskReason =>
  spent + outlay <= most ? approve(order) : 'basket-too-large'

/** Approves a split, which costs a dollar a share, within the allowance. */
export const admitSplit = (
  { most }: BasketAllowance,
  action: BasketAction,
  spent: number,
): Approved<BasketAction> | RiskReason =>
  action.action === 'split' && spent + action.shares <= most ? approve(action) : 'basket-too-large'
