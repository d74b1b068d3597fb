import { type Size, type Usd, type Walk, walkBook } from '@bot/core'
import type { Recipe } from '../detect/recipe.js'
import { legalAtMost } from '../size/legal-shares.js'
import type { RelatedOffer } from './related-offers.js'

/** Shares that orders may have, leg by leg, and what they come to in the worst state, exactly. */
export type WholePortfolio = Readonly<{
  offers: readonly RelatedOffer[]
  shares: readonly Size[]
  walks: readonly Walk[]
  cost: Usd
  payoffs: readonly Usd[]
  profit: Usd
}>

/** What binds sizes: the lot, the most dollars out, and for each offer the shares that the program looked at. */
export type WholeLimits = Readonly<{ lot: Size; maxUsd: Usd; depths: readonly number[] }>

/**
 * Rounds a fractional portfolio to orders: each leg down to its lot, then single legs to the size of another wherever
 * that earns more in the worst state.
 *
 * Each leg loses at most its lot, so the worst state loses at most a lot and the rounding of a leg. `undefined` when
 * nothing is left.
 */
export const wholePortfolio = (
  offers: readonly RelatedOffer[],
  fractional: readonly number[],
  limits: WholeLimits,
): WholePortfolio | undefined => {
  const used = offers.filter((_offer, index) => (fractional[index] ?? 0) > 0)
  const pick = <T>(list: readonly T[]): T[] =>
    list.filter((_each, index) => (fractional[index] ?? 0) > 0)
  const wanted = pick(fractional)
  const within = { ...limits, depths: pick(limits.depths) }
  const floors = used.map((offer, index) => legalSize(offer, wanted[index] ?? 0, limits.lot))
  let best = assess(used, floors, within)
  for (let improved = true; improved && best !== undefined; ) {
    const next: WholePortfolio | undefined = improve(best, within)
    improved = next !== undefined
    best = next ?? best
  }
  return best === undefined ? undefined : withoutEmpty(best)
}

/** Solvers are right to a few parts in a hundred million: what misses a lot by less has it. */
const SNAP = 50

const legalSize = ({ leg }: RelatedOffer, shares: number, lot: Size): Size =>
  legalAtMost(ofOneLeg(leg), Math.floor(shares * 1e6) + SNAP, lot)

/** The lot of an order depends on nothing but its own leg. */
const ofOneLeg = (leg: RelatedOffer['leg']): Recipe => ({
  kind: 'event-yes',
  subject: '',
  members: [],
  splits: [],
  legs: [leg],
  finish: 'hold',
  dollarsBack: 0,
  feeBips: 0,
  evidence: '',
})

const improve = (
  { offers, shares, profit }: WholePortfolio,
  limits: WholeLimits,
): WholePortfolio | undefined => {
  const sizes = [...new Set<number>([0, ...shares])]
  for (const [index, offer] of offers.entries()) {
    for (const size of sizes) {
      if (size === shares[index]) continue
      const other = legalAtMost(ofOneLeg(offer.leg), size, limits.lot)
      const tried = assess(
        offers,
        shares.map((each, at) => (at === index ? other : each)),
        limits,
      )
      if (tried !== undefined && tried.profit > profit) return tried
    }
  }
  return undefined
}

/** Walks every leg and values every state; `undefined` beyond what the books have or the cap pays for. */
const assess = (
  offers: readonly RelatedOffer[],
  shares: readonly Size[],
  { maxUsd, depths }: WholeLimits,
): WholePortfolio | undefined => {
  const walks: Walk[] = []
  let cost = 0
  for (const [index, { leg }] of offers.entries()) {
    const wanted = shares[index] ?? (0 as Size)
    const walk = walkBook(leg.book, 'buy', { shares: wanted, fee: leg.fee })
    if (walk.size < wanted || wanted > (depths[index] ?? 0)) return undefined
    cost += walk.notional + walk.fee
    walks.push(walk)
  }
  if (cost > maxUsd) return undefined
  const states = offers[0]?.halves.length ?? 0
  const payoffs: Usd[] = []
  for (let state = 0; state < states; state++) {
    let halves = 0
    for (const [index, offer] of offers.entries()) {
      halves += (offer.halves[state] ?? 0) * (shares[index] ?? 0)
    }
    payoffs.push(Math.floor(halves / 2) as Usd)
  }
  const worst = payoffs.reduce<number>((least, payoff) => Math.min(least, payoff), Infinity)
  return { offers, shares, walks, cost: cost as Usd, payoffs, profit: (worst - cost) as Usd }
}

const withoutEmpty = (whole: WholePortfolio): WholePortfolio | undefined => {
  const kept = [...whole.shares.keys()].filter((index) => (whole.shares[index] ?? 0) > 0)
  if (kept.length === 0) return undefined
  const pick = <T>(list: readonly T[]): T[] =>
    kept.flatMap((index) => {
      const value = list[index]
      return value === undefined ? [] : [value]
    })
  return {
    ...whole,
    offers: pick(whole.offers),
    shares: pick(whole.shares),
    walks: pick(whole.walks),
  }
}
