import { SIZE_ONE } from '@bot/core'
import { type LegCurve, levelAt } from './leg-curve.js'
import { costAt, gainAt, type Offer } from './offer.js'

/**
 * What sizes are held to, in micro-dollars: of each converted dollar the adapter keeps `lost`; a share of the largest
 * leg must earn `asked`, which is what does not come back of it and the target; all together cost at most `maxUsd`.
 */
export type IdealLimits = Readonly<{ lost: number; asked: number; maxUsd: number }>

/** Shares of each offer, in order, and what they earn above the target in micro-dollars. */
export type IdealSizes = Readonly<{ sizes: readonly number[]; surplus: number }>

/**
 * How deep the sets go when a dollar of capital is worth `price` dollars more. `ratio` is what a dollar still earned
 * where the cap ended them, 0 where it did not.
 */
type Reach = Readonly<{ price: number; shares: number; surplus: number; ratio: number }>

const MOST_PRICES = 12

/**
 * Works out the shares of each offer that earn most together, without lots and rounding: the linear program's optimum.
 *
 * Conversions give back a dollar for every share but one of each set: each offer is taken as deep as it gains, none
 * deeper than the sets go. Where the cap ends them, a dollar gets the price that the last one earned, and what earns
 * less is left out, until that price stays.
 */
export const idealSizes = (offers: readonly Offer[], limits: IdealLimits): IdealSizes => {
  let best = reachAt(offers, limits, 0)
  for (let tries = 0; tries < MOST_PRICES && best.ratio > best.price; tries++) {
    const next = reachAt(offers, limits, best.ratio)
    if (next.surplus <= best.surplus) break
    best = next
  }
  return { sizes: sizesAt(offers, limits, best), surplus: best.surplus }
}

/** Goes on while one more share of everything that is worth its capital earns what is asked, and the cap allows it. */
const reachAt = (
  offers: readonly Offer[],
  { asked, lost, maxUsd }: IdealLimits,
  price: number,
): Reach => {
  const levels = new Int32Array(offers.length).fill(-1)
  const ends = new Float64Array(offers.length)
  let [gain, cost, shares, surplus, left] = [-asked, 0, 0, 0, maxUsd]
  for (;;) {
    let end = Number.POSITIVE_INFINITY
    for (let i = 0; i < ends.length; i++) {
      if (ends[i] === shares) {
        const { curve } = offers[i] as Offer
        const before = levels[i] as number
        if (before >= 0) {
          gain -= gainAt(curve, before) - lost
          cost -= costAt(curve, before)
        }
        const isTaken = isWorth(curve, before + 1, price, lost)
        levels[i] = before + 1
        ends[i] = isTaken ? (curve.ends[before + 1] as number) : Number.POSITIVE_INFINITY
        if (isTaken) {
          gain += gainAt(curve, before + 1) - lost
          cost += costAt(curve, before + 1)
        }
      }
      const reached = ends[i] as number
      if (reached < end) end = reached
    }
    if (gain < price * cost || end === Number.POSITIVE_INFINITY) break
    const step = Math.min(end - shares, (left / cost) * SIZE_ONE)
    surplus += (gain * step) / SIZE_ONE
    left -= (cost * step) / SIZE_ONE
    if (shares + step < end) return { price, shares: shares + step, surplus, ratio: gain / cost }
    shares = end
  }
  return { price, shares, surplus, ratio: 0 }
}

/** Whether there is such a level, and a share of it gains more than its capital is worth. */
const isWorth = (curve: LegCurve, level: number, price: number, lost: number): boolean =>
  levelAt(curve, (curve.ends[level - 1] ?? 0) + 1, level) !== undefined &&
  gainAt(curve, level) - lost > price * costAt(curve, level)

const sizesAt = (
  offers: readonly Offer[],
  { lost }: IdealLimits,
  { price, shares }: Reach,
): readonly number[] =>
  offers.map(({ curve }) => {
    let end = 0
    for (let level = 0; end < shares && isWorth(curve, level, price, lost); level++) {
      end = curve.ends[level] as number
    }
    return Math.min(end, shares)
  })
