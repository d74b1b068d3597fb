import { SIZE_ONE, type Size, USD_ONE } from '@bot/core'
import type { CertifyOptions } from '../certificate/certify-options.js'
import { type Uncertified, uncertified } from '../certificate/uncertified.js'
import type { Asset } from '../lp/relation-problem.js'
import { solveRelations } from '../lp/solve-relations.js'
import { requiredProfit } from '../size/assess-recipe.js'
import type { WholeLimits } from './portfolio-draft.js'
import { type RelatedOffer, toAsset } from './related-offers.js'
import { type WholePortfolio, wholePortfolio } from './whole-portfolio.js'

/** Levels of a book that the program looks at. */
const MOST_LEVELS = 5

/** Micro-dollars that a level of a leg may cost more by rounding: its fee to 10, its dollars to 1, the solver to 1. */
const ROUNDING = 12

/** How often legs that are too small for an order are left out before giving up. */
const MOST_TRIES = 6

/** How often an ever larger edge is asked of each dollar before giving up. */
const MOST_CHARGES = 3

/** By how much the edge asked for grows where rounding to lots took what the last one left. */
const GROWTH = 1.5

/** How much further than its smallest leg needs a portfolio is grown, because lots round down. */
const GROWTHS = [1, 1.1, 1.5]

/**
 * Chooses how much of each offer to buy: the linear program's optimum in legal sizes.
 *
 * When that earns less than the target edge a share of the largest leg, asks more of each dollar that it guarantees:
 * the last levels taken are the first to go. When legs are too small for an order, all grow alike as long as that
 * pays, or those legs are left out.
 */
export const sizeRelations = (
  offers: readonly RelatedOffer[],
  states: number,
  options: CertifyOptions,
): WholePortfolio | Uncertified => {
  const sized = sizeCharged(offers, states, 0, options)
  return 'refused' in sized || earnsEnough(sized, options)
    ? sized
    : askMore(offers, states, sized, options)
}

const askMore = (
  offers: readonly RelatedOffer[],
  states: number,
  poor: WholePortfolio,
  options: CertifyOptions,
): WholePortfolio | Uncertified => {
  let sized = poor
  let charge = 0
  for (let tries = 0; tries < MOST_CHARGES; tries++) {
    charge = Math.max(charge * GROWTH, requiredOf(sized, options) / (sized.cost + sized.profit))
    if (!(charge < 1)) break
    const next = sizeCharged(offers, states, charge, options)
    if ('refused' in next) break
    if (earnsEnough(next, options)) return next
    sized = next
  }
  return uncertified('edge-below-threshold', { profit: poor.profit })
}

const earnsEnough = (
  sized: WholePortfolio | undefined,
  options: CertifyOptions,
): sized is WholePortfolio =>
  sized !== undefined && sized.profit > 0 && sized.profit >= requiredOf(sized, options)

const requiredOf = ({ shares }: WholePortfolio, { targetEdge }: CertifyOptions): number =>
  requiredProfit(
    shares.reduce<number>((largest, each) => Math.max(largest, each), 0) as Size,
    targetEdge,
  )

/** Sizes as if every dollar guaranteed were worth `charge` less. */
const sizeCharged = (
  all: readonly RelatedOffer[],
  states: number,
  charge: number,
  options: CertifyOptions,
): WholePortfolio | Uncertified => {
  let offers = all
  let small = false
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const assets = offers.map((offer) => charged(toAsset(offer, MOST_LEVELS), charge))
    const usd = Math.max(0, options.maxUsd - ROUNDING * MOST_LEVELS * offers.length)
    const solved = solveRelations({ states, assets, cash: usd / USD_ONE / (1 - charge) })
    if (solved === undefined) return uncertified('lp-failed', { states, offers: offers.length })
    const limits = limitsOf(assets, options)
    const whole = wholePortfolio(offers, solved.shares, limits)
    if (whole === undefined || solved.profit === 0) {
      const reason = small ? 'below-minimum-size' : 'edge-below-threshold'
      return uncertified(reason, { profit: small ? solved.profit : 0 })
    }
    const tooSmall = tooSmallIn(whole, options)
    if (tooSmall.length === 0) return whole
    const grown = grow(offers, solved.shares, whole, limits, options)
    if (grown !== undefined) return grown
    small = true
    offers = offers.filter((offer) => !tooSmall.includes(offer))
  }
  return uncertified('below-minimum-size', { offers: offers.length })
}

const charged = ({ payoffs, levels }: Asset, charge: number): Asset => ({
  payoffs,
  levels: levels.map(({ cost, shares }) => ({ cost: cost / (1 - charge), shares })),
})

const limitsOf = (assets: readonly Asset[], { lot, maxUsd }: CertifyOptions): WholeLimits => ({
  lot,
  maxUsd,
  depths: assets.map(({ levels }) =>
    Math.round(levels.reduce((sum, { shares }) => sum + shares, 0) * SIZE_ONE),
  ),
})

/** Grows all legs alike until the smallest is an order; `undefined` when that does not pay. */
const grow = (
  offers: readonly RelatedOffer[],
  shares: readonly number[],
  small: WholePortfolio,
  limits: WholeLimits,
  options: CertifyOptions,
): WholePortfolio | undefined => {
  const missing = small.offers.map((_offer, index) => missingOf(small, index, options))
  const factor = missing.reduce((most, each) => Math.max(most, each), 1)
  for (const growth of GROWTHS) {
    const larger = shares.map((each) => each * factor * growth)
    const grown = wholePortfolio(offers, larger, limits)
    if (earnsEnough(grown, options) && tooSmallIn(grown, options).length === 0) return grown
  }
  return undefined
}

const tooSmallIn = (whole: WholePortfolio, options: CertifyOptions): readonly RelatedOffer[] =>
  whole.offers.filter((_offer, index) => missingOf(whole, index, options) > 1)

/** How many times as large a leg would have to be for an order. */
const missingOf = (
  { offers, shares, walks }: WholePortfolio,
  index: number,
  { minimumOrderUsd }: CertifyOptions,
): number =>
  Math.max(
    (offers[index]?.leg.minimumSize ?? 0) / (shares[index] ?? 1),
    minimumOrderUsd / (walks[index]?.notional ?? 1),
  )
