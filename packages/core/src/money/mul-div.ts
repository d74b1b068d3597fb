import { BotError } from '../error/bot-error.js'
import type { Rounding } from './rounding.js'

/**
 * Computes `a × b / divisor` exactly and rounds once.
 *
 * The product may pass 2^53: it is then formed with BigInt. Operands are integers, `a` and `b` not negative,
 * `divisor` positive.
 *
 * @throws BotError `invalid-number` when an operand is no such integer or the result passes 2^53.
 */
export const mulDiv = (a: number, b: number, divisor: number, rounding: Rounding): number => {
  if (!(isCount(a) && isCount(b) && isCount(divisor) && divisor > 0)) {
    throw new BotError(
      'invalid-number',
      `Expected non-negative integers and a positive divisor, was ${a} × ${b} / ${divisor}`,
      { a, b, divisor },
    )
  }
  const product = a * b
  if (product <= Number.MAX_SAFE_INTEGER) return divideRounded(product, divisor, rounding)
  return mulDivBig(BigInt(a) * BigInt(b), BigInt(divisor), rounding)
}

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0

/** Divides a non-negative safe integer by a positive one and rounds once. The caller checked both. */
export const divideRounded = (amount: number, divisor: number, rounding: Rounding): number => {
  const remainder = amount % divisor
  const quotient = (amount - remainder) / divisor
  if (remainder === 0 || rounding === 'down') return quotient
  return rounding === 'up' || remainder * 2 >= divisor ? quotient + 1 : quotient
}

/** Divides non-negative BigInts, rounds once and returns a safe integer. */
export const mulDivBig = (product: bigint, divisor: bigint, rounding: Rounding): number => {
  const quotient = product / divisor
  const remainder = product % divisor
  const up =
    remainder !== 0n && (rounding === 'up' || (rounding === 'nearest' && remainder * 2n >= divisor))
  const result = Number(up ? quotient + 1n : quotient)
  if (!Number.isSafeInteger(result)) {
    throw new BotError('invalid-number', `Expected a result below 2^53, was ${quotient}`)
  }
  return result
}
