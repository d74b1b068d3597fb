import { PRICE_ONE, type Price } from '@bot/core'
import { readDecimal } from './read-decimal.js'

/** Reads a price of 0 to 1 dollar with at most four decimals; `undefined` for anything else. */
export const readPrice = (value: unknown): Price | undefined => {
  const units = readDecimal(value, 4)
  return units >= 0 && units <= PRICE_ONE ? (units as Price) : undefined
}
