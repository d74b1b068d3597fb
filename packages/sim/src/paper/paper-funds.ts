import type { FeeSchedule } from '@bot/core'
import { notional, type Price, type Size, takerFee, USD_ONE } from '@bot/core'
import { addCount } from '../exchange/accounts.js'
import type { PaperOrder, PaperWire } from './paper-order.js'
import type { PaperState } from './paper-state.js'

/** Fees are rounded a level; so much (micro-dollars) covers the rounding of a hundred levels. */
const ROUNDING_MARGIN = 1_000
const HALF = 5_000

/** Returns the cash that is confirmed and that no order needs. */
export const freePaperCash = (state: PaperState): number =>
  state.cash - state.reservedCash - state.incomingCash

/** Returns the shares that are confirmed and that no order needs. */
export const freePaperShares = (state: PaperState, token: PaperWire['token']): number =>
  (state.holdings.get(token) ?? 0) -
  (state.reservedShares.get(token) ?? 0) -
  (state.incomingShares.get(token) ?? 0)

/**
 * Returns what must stand behind an order: the shares of a sell; the dollars of a buy at its limit, with the highest
 * fee that any price up to the limit could cost.
 */
export const neededFor = (wire: PaperWire, remaining: number, fee: FeeSchedule): number => {
  if (wire.side === 'sell') return remaining
  const shares = remaining as Size
  const dearest = Math.min(wire.limit, HALF) as Price
  const most = fee.ratePpm === 0 ? 0 : takerFee(fee, shares, dearest, 'up') + ROUNDING_MARGIN
  return notional(shares, wire.limit, 'up') + (wire.postOnly && fee.takerOnly ? 0 : most)
}

/** Tells whether a buy is for less than the dollar that the venue wants of what takes. */
export const isBelowDollar = ({ side, shares, limit }: PaperWire): boolean =>
  side === 'buy' && notional(shares, limit, 'up') < USD_ONE

/** Sets what stands behind an order to a new amount; 0 frees all of it. */
export const holdFor = (state: PaperState, order: PaperOrder, amount: number): void => {
  const change = amount - order.held
  if (order.wire.side === 'sell') addCount(state.reservedShares, order.wire.token, change)
  else state.reservedCash += change
  order.held = amount
}
