import { type Price, SIZE_ONE, type Size } from '@bot/core'

/** Every venue size is a multiple of 0.01 share. */
export const REST_LOT: Size = (SIZE_ONE / 100) as Size

const greatestCommonDivisor = (a: number, b: number): number =>
  b === 0 ? a : greatestCommonDivisor(b, a % b)

/**
 * Returns the lot of an order that takes (FAK, FOK) at a limit: shares have at most 2 decimals, and the dollars
 * `shares × limit` at most 2 for a buy and 4 for a sell.
 *
 * @see Polymarket: "the maker amount supports a max accuracy of 2 decimals, taker amount a max of 4 decimals"
 */
export const takeLot = (side: 'buy' | 'sell', limit: Price): Size => {
  const grain = side === 'buy' ? 10_000 : 100
  return (REST_LOT * (grain / greatestCommonDivisor(limit, grain))) as Size
}

/** The coarser grids that keep lots small: a cent, half a cent, a tenth of a cent. */
const GRIDS = [100, 50, 10] as const

/**
 * Moves a limit towards the best price onto the coarsest grid that still reaches it, so that market orders need no
 * large lots. `undefined` when not even the tick grid lies between.
 */
export const coarseLimit = (
  side: 'buy' | 'sell',
  best: Price,
  worst: number,
  tick: Price,
): Price | undefined => {
  for (const grid of [...GRIDS.filter((each) => each % tick === 0), tick]) {
    const at = side === 'buy' ? Math.floor(worst / grid) * grid : Math.ceil(worst / grid) * grid
    const reaches = side === 'buy' ? at >= best : at <= best
    if (reaches && at >= tick && at <= 10_000 - tick) return at as Price
  }
  return undefined
}

/** Returns the worst price within `maxPercent` of the best, in 1/10,000 dollar, perhaps between ticks. */
export const slippageCap = (side: 'buy' | 'sell', best: Price, maxPercent: number): number => {
  const reach = Math.floor((best * Math.round(maxPercent * 10_000)) / 1_000_000)
  return side === 'buy' ? Math.min(10_000, best + reach) : Math.max(0, best - reach)
}
