import { type FeeSchedule, type Price, price, type Size, takerFee, type Usd } from '@bot/core'

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
