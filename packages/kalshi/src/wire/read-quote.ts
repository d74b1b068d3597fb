import { PRICE_ONE, type Price, parsePrice, price } from '@bot/core'

/** One side's best price: none when nobody is there, `'bad-price'` when it cannot be read. */
export type Quote = Price | 'none' | 'bad-price'

/**
 * Reads a quote from dollar text (`'0.4100'`) or, where there is none, from whole cents (41). Kalshi writes an absent
 * side as 0 or as a whole dollar.
 */
export const readQuote = (dollars: unknown, cents: unknown): Quote => {
  const units = readPrice(dollars ?? undefined, cents ?? undefined)
  if (units === undefined) return dollars == null && cents == null ? 'none' : 'bad-price'
  return units === 0 || units === PRICE_ONE ? 'none' : units
}

/** Reads a price from dollar text, else from cents; `undefined` for anything else. */
export const readPrice = (dollars: unknown, cents: unknown): Price | undefined => {
  try {
    if (typeof dollars === 'string') return parsePrice(dollars)
    return typeof cents === 'number' ? price(cents * 100) : undefined
  } catch {
    return undefined
  }
}
