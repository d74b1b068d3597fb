import { parseDecimal } from '../money/decimal.js'

/**
 * What a market charges takers: `shares × rate × (p × (1 − p))^exponent`.
 *
 * `ratePpm` is the rate in millionths (0.07 is 70,000); `exponent` is a whole number.
 *
 * @see https://docs.polymarket.com/trading/fees
 */
export type FeeSchedule = Readonly<{ ratePpm: number; exponent: number; takerOnly: boolean }>

/** A market without fees. */
export const NO_FEE: FeeSchedule = { ratePpm: 0, exponent: 1, takerOnly: true }

/**
 * Reads a venue's schedule; `'unknown'` when a part is missing or outside what can be computed exactly
 * (rate 0 to 1 with six decimals, whole exponent 0 to 4), so that the caller refuses to trade.
 */
export const readFeeSchedule = (
  fields: Readonly<{ rate?: unknown; exponent?: unknown; takerOnly?: unknown }> | null | undefined,
): FeeSchedule | 'unknown' => {
  const { rate, exponent, takerOnly } = fields ?? {}
  if (typeof rate !== 'number' || typeof exponent !== 'number' || typeof takerOnly !== 'boolean') {
    return 'unknown'
  }
  if (!(rate >= 0 && rate <= 1 && Number.isInteger(exponent) && exponent >= 0 && exponent <= 4)) {
    return 'unknown'
  }
  const ratePpm = parseDecimal(rate, 6, 'up')
  return { ratePpm, exponent, takerOnly }
}
