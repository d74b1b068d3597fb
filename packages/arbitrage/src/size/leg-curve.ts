import {
  mulDiv,
  PRICE_ONE,
  type Price,
  SIZE_ONE,
  type Size,
  takerFee,
  type Usd,
  type Walk,
} from '@bot/core'
import type { RecipeLeg } from '../detect/recipe.js'

/**
 * A leg's book as sums up to the end of each level, best level first; filled as far as it was asked for.
 *
 * `ends` in millionths of a share; `dollars` and `fees` exact in micro-dollars, each level rounded against the taker;
 * `units` what a share of the level costs (or, sold, brings) after fees, in micro-dollars and without rounding.
 */
export type LegCurve = Readonly<{
  leg: RecipeLeg
  ends: number[]
  dollars: number[]
  fees: number[]
  units: number[]
}>

/** Begins a curve with the best level: written out, lists of one take a sixth of what they take grown. */
export const createLegCurve = (leg: RecipeLeg): LegCurve => {
  const { prices, sizes } = leg.side === 'buy' ? leg.book.asks : leg.book.bids
  const at = prices[prices.length - 1]
  const shares = sizes[sizes.length - 1]
  if (at === undefined || shares === undefined) {
    return { leg, ends: [], dollars: [], fees: [], units: [] }
  }
  return {
    leg,
    ends: [shares],
    dollars: [dollarsOf(leg, shares, at)],
    fees: [takerFee(leg.fee, shares, at, 'up')],
    units: [unitAt(leg, at)],
  }
}

/**
 * Returns the index of the level in which the share number `shares` lies, looking from level `from` on; `undefined`
 * when the book is not that deep.
 */
export const levelAt = (curve: LegCurve, shares: number, from = 0): number | undefined => {
  const { ends } = curve
  for (let level = from; ; level++) {
    if (level === ends.length && !readLevel(curve)) return undefined
    if ((ends[level] ?? 0) >= shares) return level
  }
}

/** Walks a leg for exactly `shares`, as core's `walkBook` does; `undefined` when the book is not that deep. */
export const walkCurve = (curve: LegCurve, shares: Size): Walk | undefined => {
  const level = levelAt(curve, shares)
  if (level === undefined) return undefined
  const { leg, ends, dollars, fees } = curve
  const at = priceAt(leg, level)
  const before = level - 1
  const rest = shares - (ends[before] ?? 0)
  return {
    size: shares,
    notional: ((dollars[before] ?? 0) + dollarsOf(leg, rest, at)) as Usd,
    fee: ((fees[before] ?? 0) + takerFee(leg.fee, rest as Size, at, 'up')) as Usd,
    worstPrice: at,
    levels: level + 1,
  }
}

/** What `shares` of a leg cost after fees, or bring when sold: as `walkCurve`, making nothing. */
export const moneyAt = (curve: LegCurve, shares: number): number | undefined => {
  const level = levelAt(curve, shares)
  if (level === undefined) return undefined
  const { leg, ends, dollars, fees } = curve
  const at = priceAt(leg, level)
  const before = level - 1
  const rest = shares - (ends[before] ?? 0)
  const fee = (fees[before] ?? 0) + takerFee(leg.fee, rest as Size, at, 'up')
  const paid = (dollars[before] ?? 0) + dollarsOf(leg, rest, at)
  return leg.side === 'buy' ? paid + fee : paid - fee
}

const readLevel = (curve: LegCurve): boolean => {
  const { leg, ends, dollars, fees, units } = curve
  const { prices, sizes } = leg.side === 'buy' ? leg.book.asks : leg.book.bids
  const level = ends.length
  const at = prices[prices.length - 1 - level]
  const shares = sizes[sizes.length - 1 - level]
  if (at === undefined || shares === undefined) return false
  ends.push((ends[level - 1] ?? 0) + shares)
  dollars.push((dollars[level - 1] ?? 0) + dollarsOf(leg, shares, at))
  fees.push((fees[level - 1] ?? 0) + takerFee(leg.fee, shares as Size, at, 'up'))
  units.push(unitAt(leg, at))
  return true
}

const unitAt = ({ side, fee: { ratePpm, exponent } }: RecipeLeg, at: Price): number => {
  const fee = ratePpm * ((at / PRICE_ONE) * (1 - at / PRICE_ONE)) ** exponent
  return (at * SIZE_ONE) / PRICE_ONE + (side === 'buy' ? fee : -fee)
}

const priceAt = ({ side, book }: RecipeLeg, level: number): Price => {
  const { prices } = side === 'buy' ? book.asks : book.bids
  return prices[prices.length - 1 - level] as Price
}

/** As core's `notional`, without its checks: that is called for every level of every leg. */
const dollarsOf = ({ side }: RecipeLeg, shares: number, at: Price): number => {
  const product = shares * at
  if (product > Number.MAX_SAFE_INTEGER) {
    return mulDiv(shares, at, PRICE_ONE, side === 'buy' ? 'up' : 'down')
  }
  // The quotient of floats may be one off: the rest, which is exact, says so.
  const whole = Math.floor(product / PRICE_ONE)
  const rest = product - whole * PRICE_ONE
  if (side === 'buy') return rest > 0 ? whole + 1 : whole
  return rest < 0 ? whole - 1 : whole
}
