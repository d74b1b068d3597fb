import { type Price, SIZE_ONE, type Size } from '@bot/core'

const HUNDREDTH = SIZE_ONE / 100

/**
 * Returns what the shares of an order that takes at a limit must be a multiple of, in millionths of a share.
 *
 * Shares have at most 2 decimals, and the dollars `shares × limit` at most 2 for a buy and 4 for a sell: at 0.33 a
 * whole share, at 0.333 ten.
 *
 * @see Polymarket: "the maker amount supports a max accuracy of 2 decimals, taker amount a max of 4 decimals"
 */
export const orderLot = (side: 'buy' | 'sell', limit: Price): Size => {
  const grain = side === 'buy' ? 10_000 : 100
  return (HUNDREDTH * (grain / greatestCommonDivisor(limit, grain))) as Size
}

/** Tells whether `shares` are a multiple of `orderLot`, without working that out. */
export const isLegalLot = (shares: number, side: 'buy' | 'sell', limit: Price): boolean =>
  shares % HUNDREDTH === 0 && ((shares / HUNDREDTH) * limit) % (side === 'buy' ? 10_000 : 100) === 0

/** Returns the least number that all given are divisors of. */
export const leastCommonMultiple = (numbers: readonly number[]): number =>
  numbers.reduce(commonLot, 1)

/** Returns the least number that both are divisors of. */
export const commonLot = (a: number, b: number): number => (a / greatestCommonDivisor(a, b)) * b

const greatestCommonDivisor = (a: number, b: number): number =>
  b === 0 ? a : greatestCommonDivisor(b, a % b)
