import type { Brand } from '../brand.js'
import { BotError } from '../error/bot-error.js'
import { formatDecimal, parseDecimal } from './decimal.js'
import type { Rounding } from './rounding.js'

/** Dollars in millionths of a dollar; may be negative (a loss). */
export type Usd = Brand<number, 'usd'>

/** One dollar as {@link Usd}. */
export const USD_ONE: Usd = 1_000_000 as Usd
/** No money. */
export const USD_ZERO: Usd = 0 as Usd
const SCALE = 6

/**
 * Checks and brands an integer of millionths of a dollar.
 *
 * @throws BotError `invalid-number` for a fraction or beyond 2^53.
 */
export const usd = (units: number): Usd => {
  if (!Number.isSafeInteger(units)) {
    throw new BotError('invalid-number', `Expected whole micro-dollars, was ${units}`, { units })
  }
  return (units === 0 ? 0 : units) as Usd
}

/**
 * Reads `'12.5'` dollars as 12,500,000.
 *
 * @throws BotError `invalid-number` beyond six decimals unless a rounding is given.
 */
export const parseUsd = (value: string | number, rounding: Rounding | 'exact' = 'exact'): Usd =>
  usd(parseDecimal(value, SCALE, rounding))

/** Writes 12,500,000 as `'12.5'`. */
export const formatUsd = (value: Usd): string => formatDecimal(value, SCALE)

/** Converts to a float of dollars, for display and statistics only. */
export const usdToNumber = (value: Usd): number => value / USD_ONE

/** Adds amounts of money exactly. */
export const addUsd = (...amounts: readonly Usd[]): Usd =>
  usd(amounts.reduce<number>((sum, amount) => sum + amount, 0))
