import { divideRounded, mulDivBig } from '../money/mul-div.js'
import { PRICE_ONE, type Price } from '../money/price.js'
import type { Rounding } from '../money/rounding.js'
import type { Size } from '../money/size.js'
import type { Usd } from '../money/usd.js'
import type { FeeSchedule } from './fee-schedule.js'

/** Fees are whole multiples of 0.00001 dollar. */
const FEE_UNIT = 10

/**
 * Computes the taker's fee in micro-dollars, a multiple of 0.00001 dollar.
 *
 * The venue does not document its rounding: certificates pass `up`, models pass `nearest`.
 */
export const takerFee = (
  schedule: FeeSchedule,
  shares: Size,
  at: Price,
  rounding: Rounding,
): Usd => {
  if (schedule.ratePpm === 0 || shares === 0) return 0 as Usd
  const spread = at * (PRICE_ONE - at)
  if (schedule.exponent === 1) {
    // shares (1e-6) × rate (1e-6) × spread (1e-8), in units of 1e-5 dollar: divide by 1e15.
    const weight = schedule.ratePpm * spread
    if (shares <= Number.MAX_SAFE_INTEGER / weight) {
      return (divideRounded(shares * weight, 1e15, rounding) * FEE_UNIT) as Usd
    }
  }
  const e = BigInt(schedule.exponent)
  const product = BigInt(shares) * BigInt(schedule.ratePpm) * BigInt(spread) ** e
  return (mulDivBig(product, 10n ** 7n * 10n ** (8n * e), rounding) * FEE_UNIT) as Usd
}
