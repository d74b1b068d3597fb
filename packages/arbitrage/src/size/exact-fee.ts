import { type FeeSchedule, PRICE_ONE, type Price, type Size, takerFee } from '@bot/core'

const FEE_UNIT = 10

/**
 * Returns what core's `takerFee` returns rounded up, for sizes on the usual grid several times as fast.
 *
 * Rates are mostly whole thousandths and prices whole mills: without those common factors the product stays below
 * 2^53 and needs no BigInt. Everything else goes to `takerFee`.
 */
export const exactFee = (schedule: FeeSchedule, shares: number, at: Price): number => {
  const { ratePpm, exponent } = schedule
  if (ratePpm === 0 || shares === 0) return 0
  const grid = at % 100 === 0 ? 10_000 : at % 10 === 0 ? 100 : 1
  const step = ratePpm % 1_000 === 0 ? 1_000 : 1
  const weight = (ratePpm / step) * ((at * (PRICE_ONE - at)) / grid)
  const product = shares * weight
  if (exponent !== 1 || product > Number.MAX_SAFE_INTEGER) {
    return takerFee(schedule, shares as Size, at, 'up')
  }
  return ceilDivide(product, 1e15 / (step * grid)) * FEE_UNIT
}

/** Divides non-negative safe integers and rounds up; the float quotient is at most one off. */
export const ceilDivide = (amount: number, divisor: number): number => {
  const quotient = Math.floor(amount / divisor)
  const rest = amount - quotient * divisor
  return rest > 0 ? quotient + 1 : quotient
}
