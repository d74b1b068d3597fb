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
    // shares (1e-6) × rate (1e-6) × spread (1e-8), in units of 1e-5 dollar: divide by 1e15. Prices are mostly whole
    // mills and rates whole thousandths: without these common factors the product stays below 2^53.
    const grid = at % 100 === 0 ? 10_000 : at % 10 === 0 ? 100 : 1
    const step = schedule.ratePpm % 1_000 === 0 ? 1_000 : 1
    const product = shares * (schedule.ratePpm / step) * (spread / grid)
    if (product <= Number.MAX_SAFE_INTEGER) {
      return (divideRounded(product, 1e15 / (step * grid), rounding) * FEE_UNIT) as Usd
    }
  }
  const e = BigInt(schedule.exponent)
  const product = BigInt(shares) * BigInt(schedule.ratePpm) * BigInt(spread) ** e
  return (mulDivBig(product, 10n ** 7n * 10n ** (8n * e), rounding) * FEE_UNIT) as Usd
}
