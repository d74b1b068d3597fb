import type { Size } from '@bot/core'
import { readDecimal } from './read-decimal.js'

/** Reads a number of shares with at most six decimals; `undefined` for anything else. */
export const readSize = (value: unknown): Size | undefined => {
  const units = readDecimal(value, 6)
  return units >= 0 ? (units as Size) : undefined
}
