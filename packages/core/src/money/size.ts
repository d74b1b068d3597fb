import type { Brand } from '../brand.js'
import { BotError } from '../error/bot-error.js'
import { formatDecimal, parseDecimal } from './decimal.js'
import type { Rounding } from './rounding.js'

/** A number of shares in millionths of a share, never negative. */
export type Size = Brand<number, 'size'>

/** One share as a {@link Size}. */
export const SIZE_ONE: Size = 1_000_000 as Size
const SCALE = 6

/**
 * Checks and brands an integer of millionths of a share.
 *
 * @throws BotError `invalid-number` for a fraction, a negative or beyond 2^53.
 */
export const size = (units: number): Size => {
  if (!Number.isSafeInteger(units) || units < 0) {
    throw new BotError(
      'invalid-number',
      `Expected a size of whole non-negative units, was ${units}`,
      {
        units,
      },
    )
  }
  return (units === 0 ? 0 : units) as Size
}

/**
 * Reads `'12.5'` shares as 12,500,000.
 *
 * @throws BotError `invalid-number` for a negative, or beyond six decimals unless a rounding is given.
 */
export const parseSize = (value: string | number, rounding: Rounding | 'exact' = 'exact'): Size =>
  size(parseDecimal(value, SCALE, rounding))

/** Writes 12,500,000 as `'12.5'`. */
export const formatSize = (value: Size): string => formatDecimal(value, SCALE)

/** Cuts a size down to a whole number of lots. */
export const floorToLot = (value: Size, lot: Size): Size => (value - (value % lot)) as Size
