import {
  type FeeSchedule,
  mulDiv,
  PRICE_ONE,
  type Price,
  price,
  type Size,
  takerFee,
  type Usd,
} from '@bot/core'

/** A fee unit: each further fill may round up by as much. */
const FEE_UNIT = 10
const HALF = 5_000

/**
 * Returns the most that taking `shares` anywhere from `low` to `high` (1/10,000 dollar) can be charged, in `fills`
 * parts: the fee is highest at the price nearest to a half.
 */
export const feeBound = (
  schedule: FeeSchedule,
  shares: Size,
  low: number,
  high: number,
  fills = 1,
): Usd => {
  if (schedule.ratePpm === 0 || shares === 0) return 0 as Usd
  const dearest: Price = price(Math.min(high, Math.max(low, HALF)))
  return (takerFee(schedule, shares, dearest, 'up') + FEE_UNIT * (fills - 1)) as Usd
}

/** Fills that one order is assumed to come in at most, for the rounding of their fees. */
const MOST_FILLS = 10

/**
 * Returns the most that spending so many dollars on a buy can be charged, wherever at or below its limit it fills.
 *
 * A buy that takes spends dollars: at half the price it brings twice the shares, and the fee is on the shares. A buy
 * that rests fills at its own price.
 */
export const buyFeeBound = (
  schedule: FeeSchedule,
  dollars: number,
  limit: Price,
  postOnly: boolean,
): Usd => {
  if (schedule.ratePpm === 0 || dollars <= 0) return 0 as Usd
  if (postOnly && schedule.takerOnly) return 0 as Usd
  const at = postOnly ? limit : dearestBelow(schedule.exponent, limit)
  const shares = mulDiv(dollars, PRICE_ONE, at, 'up') as Size
  return (takerFee(schedule, shares, at, 'up') + FEE_UNIT * (MOST_FILLS - 1)) as Usd
}

/** Where the fee a dollar, `rate × p^(exponent − 1) × (1 − p)^exponent`, is highest at or below a limit. */
const dearestBelow = (exponent: number, limit: Price): Price => {
  const peak = exponent < 2 ? 1 : Math.round((PRICE_ONE * (exponent - 1)) / (2 * exponent - 1))
  return price(Math.max(1, Math.min(limit, peak)))
}
