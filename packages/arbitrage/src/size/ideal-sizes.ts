import { SIZE_ONE } from '@bot/core'
import type { LevelEnds } from './level-ends.js'

/** How far to go when a dollar of capital is worth `price` dollars more: what it earns above the target, and takes. */
type Reach = Readonly<{ price: number; shares: number; surplus: number; capital: number }>

/** `asked`: what a share of the largest leg must earn, in micro-dollars; `worth`: what sizes must earn to be of use. */
export type IdealLimits = Readonly<{ asked: number; maxUsd: number; worth: number }>

const NOWHERE: Reach = { price: Number.POSITIVE_INFINITY, shares: 0, surplus: 0, capital: 0 }
const MOST_PRICES = 24
/** Surpluses so close, in micro-dollars, are the same. */
const CLOSE = 1

/**
 * Works out the shares of each offer that earn most together, without lots and rounding: the linear program's optimum.
 *
 * Conversions give back a dollar for every share but one of each set: each offer is taken as deep as it gains, none
 * deeper than the sets go. Where the cap binds, a dollar of capital gets the price at which what is still worth it
 * fits. By weak duality each price also bounds what any sizes can earn: `undefined` as soon as that is not above
 * `worth`.
 */
export const idealSizes = (
  levels: LevelEnds,
  { asked, maxUsd, worth }: IdealLimits,
): readonly number[] | undefined => {
  let over = reachAt(levels, asked, 0)
  if (over.surplus <= worth) return undefined
  if (over.capital <= maxUsd) return sizesAt(levels, over)
  let under = NOWHERE
  for (let tries = 0; tries < MOST_PRICES; tries++) {
    const price = (over.surplus - under.surplus) / (over.capital - under.capital)
    const next = reachAt(levels, asked, price)
    const bound = next.surplus - price * (next.capital - maxUsd)
    if (bound <= worth) return undefined
    // Both ends are best at this price, and so is all between them.
    if (bound <= over.surplus - price * (over.capital - maxUsd) + CLOSE) break
    if (next.capital <= maxUsd) under = next
    else over = next
  }
  const part = (maxUsd - under.capital) / (over.capital - under.capital)
  const [less, more] = [sizesAt(levels, under), sizesAt(levels, over)]
  return less.map((size, index) => size + part * ((more[index] ?? 0) - size))
}

/** Goes on while one more share of everything that is worth its capital earns what is asked. */
const reachAt = (
  { ends, gains, costs, nexts, firsts, order }: LevelEnds,
  asked: number,
  price: number,
): Reach => {
  let [gain, cost, shares, surplus, capital] = [-asked, 0, 0, 0, 0]
  for (const level of firsts) {
    if (!isWorth(gains[level] as number, costs[level] as number, price)) continue
    gain += gains[level] as number
    cost += costs[level] as number
  }
  for (const level of order) {
    if (gain < price * cost) break
    const end = ends[level] as number
    surplus += (gain * (end - shares)) / SIZE_ONE
    capital += (cost * (end - shares)) / SIZE_ONE
    shares = end
    if (!isWorth(gains[level] as number, costs[level] as number, price)) continue
    gain -= gains[level] as number
    cost -= costs[level] as number
    const next = nexts[level] as number
    if (next < 0 || !isWorth(gains[next] as number, costs[next] as number, price)) continue
    gain += gains[next] as number
    cost += costs[next] as number
  }
  return { price, shares, surplus, capital }
}

const isWorth = (gain: number, cost: number, price: number): boolean => gain > price * cost

const sizesAt = (
  { ends, gains, costs, nexts, firsts }: LevelEnds,
  { price, shares }: Reach,
): number[] =>
  firsts.map((first) => {
    let end = 0
    for (let level = first; level >= 0 && end < shares; level = nexts[level] as number) {
      if (!isWorth(gains[level] as number, costs[level] as number, price)) break
      end = ends[level] as number
    }
    return Math.min(end, shares)
  })
