import type { Brand } from '../brand.js'
import { BotError } from '../error/bot-error.js'
import { formatDecimal, parseDecimal } from './decimal.js'

/** What an order may say: 1/10,000 dollar a share, 0 to 10,000. */
export type Price = Brand<number, 'price'>

/** One dollar as a {@link Price}. */
export const PRICE_ONE: Price = 10_000 as Price
const SCALE = 4

/**
 * Checks and brands an integer of 1/10,000 dollar.
 *
 * @throws BotError `invalid-number` outside 0 to 10,000 or for a fraction.
 */
export const price = (units: number): Price => {
  if (!Number.isInteger(units) || units < 0 || units > PRICE_ONE) {
    throw new BotError('invalid-number', `Expected a price of 0 to 10,000 units, was ${units}`, {
      units,
    })
  }
  return (units === 0 ? 0 : units) as Price
}

/**
 * Reads `'0.48'` (dollars) as 4,800.
 *
 * @throws BotError `invalid-number` beyond four decimals or outside 0 to 1.
 */
export const parsePrice = (value: string | number): Price => price(parseDecimal(value, SCALE))

/** Writes 4,800 as `'0.48'`. */
export const formatPrice = (value: Price): string => formatDecimal(value, SCALE)

/** Returns the other outcome's price, one dollar less this. */
export const complement = (value: Price): Price => (PRICE_ONE - value) as Price

/** Tells whether a price lies on the grid and inside it: `tick ≤ price ≤ 1 − tick`. */
export const isOnTick = (value: Price, tick: Price): boolean =>
  value >= tick && value <= PRICE_ONE - tick && value % tick === 0

/** Moves a price to the grid, down or up, and clamps it to `tick … 1 − tick`. */
export const toTick = (value: Price, tick: Price, direction: 'down' | 'up'): Price => {
  const steps = direction === 'down' ? Math.floor(value / tick) : Math.ceil(value / tick)
  return Math.min(PRICE_ONE - tick, Math.max(tick, steps * tick)) as Price
}
