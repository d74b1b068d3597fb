import { parseDecimal } from '@bot/core'

const POWERS = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000] as const
const MOST_DIGITS = 15
const ZERO = 48
const NINE = 57
const POINT = 46

/**
 * Reads a venue's non-negative decimal as an integer of `10^-scale` units (scale 0 to 6), exactly.
 *
 * Returns -1 for anything else: no text or number, a sign, more decimals than the scale, beyond 2^53. Plain short
 * text, the common case, needs no BigInt and no object.
 */
export const readDecimal = (value: unknown, scale: number): number => {
  if (typeof value === 'number') return readSlowly(value, scale)
  if (typeof value !== 'string') return -1
  const length = value.length
  if (length === 0 || length > MOST_DIGITS) return readSlowly(value, scale)
  let units = 0
  let point = -1
  for (let i = 0; i < length; i++) {
    const code = value.charCodeAt(i)
    if (code >= ZERO && code <= NINE) units = units * 10 + (code - ZERO)
    else if (code === POINT && point < 0) point = i
    else return readSlowly(value, scale)
  }
  const decimals = point < 0 ? 0 : length - point - 1
  const shift = scale - decimals
  if (shift < 0 || point === length - 1) return readSlowly(value, scale)
  const result = units * (POWERS[shift] as number)
  return Number.isSafeInteger(result) ? result : -1
}

const readSlowly = (value: string | number, scale: number): number => {
  try {
    const units = parseDecimal(value, scale)
    return units >= 0 ? units : -1
  } catch {
    return -1
  }
}
