import { SIZE_ONE } from '@bot/core'
import { createEndQueue, type EndQueue, moveFirst, zeros } from './end-queue.js'
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

/** What a share gains, in all and of each offer, and costs, until the first of their levels ends. */
type Step = { gain: number; cost: number } & Readonly<{
  queue: EndQueue
  levels: number[]
  gains: number[]
  costs: number[]
}>

/** Goes on while one more share of everything that is worth its capital earns what is asked, and the cap allows it. */
const reachAt = (offers: readonly Offer[], limits: IdealLimits, price: number): Reach => {
  const step: Step = {
    gain: -limits.asked,
    cost: 0,
    queue: createEndQueue(offers.length),
    levels: zeros(offers.length),
    gains: zeros(offers.length),
    costs: zeros(offers.length),
  }
  const { ends, order } = step.queue
  let [shares, surplus, left] = [0, 0, limits.maxUsd]
  for (;;) {
    for (let i = order[0] as number; ends[i] === shares; i = order[0] as number) {
      advance(step, i, (offers[i] as Offer).curve, price, limits.lost)
    }
    const { gain, cost } = step
    const end = ends[order[0] as number] as number
    if (gain < price * cost || end === Number.POSITIVE_INFINITY) break
    const most = Math.min(end - shares, (left / cost) * SIZE_ONE)
    surplus += (gain * most) / SIZE_ONE
    left -= (cost * most) / SIZE_ONE
    if (shares + most < end) return { price, shares: shares + most, surplus, ratio: gain / cost }
    shares = end
  }
  return { price, shares, surplus, ratio: 0 }
}

/** Takes the first offer to its next level, or leaves it out for good: not there, or not worth its capital. */
const advance = (step: Step, offer: number, curve: LegCurve, price: number, lost: number): void => {
  const { queue, levels, gains, costs } = step
  const level = levels[offer] as number
  const reached = queue.ends[offer] as number
  const isThere = level < curve.ends.length || levelAt(curve, reached + 1, level) !== undefined
  const gain = isThere ? gainAt(curve, level) - lost : 0
  const cost = isThere ? costAt(curve, level) : 0
  const isTaken = gain > price * cost
  step.gain += (isTaken ? gain : 0) - (gains[offer] as number)
  step.cost += (isTaken ? cost : 0) - (costs[offer] as number)
  levels[offer] = level + 1
  gains[offer] = isTaken ? gain : 0
  costs[offer] = isTaken ? cost : 0
  moveFirst(queue, isTaken ? (curve.ends[level] as number) : Number.POSITIVE_INFINITY)
}

const sizesAt = (
  offers: readonly Offer[],
  { lost }: IdealLimits,
  { price, shares }: Reach,
): readonly number[] =>
  offers.map(({ curve }) => {
    let end = 0
    for (let level = 0; end < shares && level < curve.ends.length; level++) {
      if (gainAt(curve, level) - lost <= price * costAt(curve, level)) break
      end = curve.ends[level] as number
    }
    return Math.min(end, shares)
  })
