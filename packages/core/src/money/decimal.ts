import { BotError } from '../error/bot-error.js'
import type { Rounding } from './rounding.js'

const pattern = /^(-?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/
const LONGEST = 400

/**
 * Reads decimal text, or a JSON number through its shortest text, as an integer of `10^-scale` units.
 *
 * `'0.48'` with scale 4 is 4800. With `exact` (the default) digits beyond the scale must be zeros.
 *
 * @throws BotError `invalid-number` for anything else, naming what came.
 */
export const parseDecimal = (
  value: string | number,
  scale: number,
  rounding: Rounding | 'exact' = 'exact',
): number => {
  const { negative, digits, exponent } = readDecimal(value)
  const shift = scale + exponent
  const magnitude =
    shift >= 0 ? digits * 10n ** BigInt(shift) : divide(digits, -shift, rounding, value)
  const result = Number(negative ? -magnitude : magnitude)
  if (!Number.isSafeInteger(result)) {
    throw new BotError('invalid-number', `Expected a number below 2^53 units, was ${value}`, {
      value,
    })
  }
  return result === 0 ? 0 : result
}

/** A decimal number without loss: `digits × 10^exponent`. */
export type Decimal = Readonly<{ negative: boolean; digits: bigint; exponent: number }>

/**
 * Reads decimal text, or a JSON number through its shortest text, without loss.
 *
 * @throws BotError `invalid-number` for anything else, and beyond 400 digits.
 */
export const readDecimal = (value: string | number): Decimal => {
  const text = typeof value === 'number' ? String(value) : value
  const match = text.length > LONGEST ? null : pattern.exec(text)
  const whole = match?.[2] ?? ''
  const fraction = match?.[3] ?? ''
  if (match === null || whole.length + fraction.length === 0) throw notDecimal(value)
  return {
    negative: match[1] === '-',
    digits: BigInt(whole + fraction),
    exponent: Number(match[4] ?? 0) - fraction.length,
  }
}

const divide = (
  digits: bigint,
  places: number,
  rounding: Rounding | 'exact',
  value: unknown,
): bigint => {
  const divisor = 10n ** BigInt(places)
  const quotient = digits / divisor
  const remainder = digits % divisor
  if (remainder === 0n || rounding === 'down') return quotient
  if (rounding === 'exact') {
    throw new BotError(
      'invalid-number',
      `Expected at most the unit's decimals, was ${String(value)}`,
      {
        value,
      },
    )
  }
  return rounding === 'up' || remainder * 2n >= divisor ? quotient + 1n : quotient
}

const notDecimal = (value: unknown): BotError =>
  new BotError('invalid-number', `Expected a decimal number, was ${shown(value)}`, {
    value,
  })

const shown = (value: unknown): string =>
  typeof value === 'string' ? JSON.stringify(value.slice(0, LONGEST)) : String(value)

/** Writes an integer of `10^-scale` units as the shortest decimal text: 4800 with scale 4 is `'0.48'`. */
export const formatDecimal = (units: number, scale: number): string => {
  const sign = units < 0 ? '-' : ''
  const digits = String(Math.abs(units)).padStart(scale + 1, '0')
  const cut = digits.length - scale
  const fraction = digits.slice(cut).replace(/0+$/, '')
  return sign + digits.slice(0, cut) + (fraction === '' ? '' : `.${fraction}`)
}
