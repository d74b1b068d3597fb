import { SIZE_ONE, type Size, USD_ONE, type Usd } from '@bot/core'
import type { CertifyOptions } from '../certificate/certify-options.js'
import { type Uncertified, uncertified } from '../certificate/uncertified.js'
import type { Asset } from '../lp/relation-problem.js'
import { solveRelations } from '../lp/solve-relations.js'
import { requiredProfit } from '../size/assess-recipe.js'
import { type RelatedOffer, toAsset } from './related-offers.js'
import { type WholeLimits, type WholePortfolio, wholePortfolio } from './whole-portfolio.js'

/** Levels of a book that the program looks at. */
const MOST_LEVELS = 5

/** Dollars kept back from the cap, so that rounding up never passes it. */
const ROOM = 2_000

/** How often legs that are too small for an order are left out before giving up. */
const MOST_TRIES = 6

/**
 * Chooses how much of each offer to buy: the linear program's optimum in legal sizes.
 *
 * With all levels first; when that does not earn the target edge a share of the largest leg, with ever fewer.
 */
export const sizeRelations = (
  offers: readonly RelatedOffer[],
  states: number,
  options: CertifyOptions,
): WholePortfolio | Uncertified => {
  let refusal: Uncertified = uncertified('edge-below-threshold', { offers: offers.length })
  for (let levels = MOST_LEVELS; levels >= 1; levels--) {
    const sized = sizeAtDepth(offers, states, levels, options)
    if (!('refused' in sized) || sized.context['profit'] === 0) return sized
    refusal = sized
  }
  return refusal
}

const sizeAtDepth = (
  all: readonly RelatedOffer[],
  states: number,
  levels: number,
  options: CertifyOptions,
): WholePortfolio | Uncertified => {
  let offers = all
  let small = false
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const assets = offers.map((offer) => toAsset(offer, levels))
    const cash = Math.max(0, options.maxUsd - ROOM) / USD_ONE
    const solved = solveRelations({ states, assets, cash })
    if (solved === undefined) return uncertified('lp-failed', { states, levels })
    const whole = wholePortfolio(offers, solved.shares, limitsOf(assets, options))
    if (whole === undefined || solved.profit === 0) {
      const reason = small ? 'below-minimum-size' : 'edge-below-threshold'
      return uncertified(reason, { profit: small ? solved.profit : 0 })
    }
    const tooSmall = whole.offers.filter((offer, index) => isTooSmall(offer, whole, index, options))
    if (tooSmall.length === 0) return judge(whole, options)
    small = true
    offers = offers.filter((offer) => !tooSmall.includes(offer))
  }
  return uncertified('below-minimum-size', { levels })
}

const limitsOf = (assets: readonly Asset[], { lot, maxUsd }: CertifyOptions): WholeLimits => ({
  lot,
  maxUsd,
  depths: assets.map(({ levels }) =>
    Math.round(levels.reduce((sum, { shares }) => sum + shares, 0) * SIZE_ONE),
  ),
})

const isTooSmall = (
  { leg }: RelatedOffer,
  { shares, walks }: WholePortfolio,
  index: number,
  { minimumOrderUsd }: CertifyOptions,
): boolean =>
  (shares[index] ?? 0) < leg.minimumSize || (walks[index]?.notional ?? 0) < minimumOrderUsd

const judge = (
  whole: WholePortfolio,
  { targetEdge }: CertifyOptions,
): WholePortfolio | Uncertified => {
  const most = whole.shares.reduce<number>((largest, each) => Math.max(largest, each), 0)
  return whole.profit > 0 && whole.profit >= requiredProfit(most as Size, targetEdge)
    ? whole
    : uncertified('edge-below-threshold', { profit: whole.profit as Usd })
}
