import {
  mulDiv,
  PRICE_ONE,
  SIZE_ONE,
  type Size,
  type TimeMs,
  takerFee,
  type Usd,
  type Walk,
  walkBook,
} from '@bot/core'
import { annualYield } from '../certificate/annual-yield.js'
import { type Uncertified, uncertified } from '../certificate/uncertified.js'
import type { Recipe, RecipeLeg } from '../detect/recipe.js'
import { legalAtMost } from '../size/legal-shares.js'
import type { ResolvedOptions } from './resolved-options.js'

/** How much of a winner to buy, and what it earns on average, in micro-dollars. */
export type SizedWinner = Readonly<{ shares: Size; walk: Walk; cost: Usd; expected: Usd }>

/**
 * Chooses how many shares of a winner to buy: every level whose price earns the edge and the yield on average, as far
 * as the cap pays.
 */
export const sizeWinner = (
  leg: RecipeLeg,
  ppm: number,
  settlesAt: TimeMs,
  cap: Usd,
  options: ResolvedOptions,
): SizedWinner | Uncertified => {
  const context = { market: leg.market.id }
  const worth = worthwhile(leg, ppm, settlesAt, options)
  if (worth.shares === 0) return uncertified(worth.why, context)
  const recipe = recipeOf(leg)
  let shares = legalAtMost(recipe, worth.shares, options.lot)
  for (let cost = costOf(leg, shares); shares > 0 && cost > cap; cost = costOf(leg, shares)) {
    const fitting = Math.min(mulDiv(shares, cap, cost, 'down'), shares - options.lot)
    shares = legalAtMost(recipe, fitting, options.lot)
  }
  if (shares <= 0) return uncertified('above-cap', context)
  const walk = walkBook(leg.book, 'buy', { shares, fee: leg.fee })
  if (shares < leg.minimumSize || walk.notional < options.minimumOrderUsd) {
    return uncertified('below-minimum-size', context)
  }
  const cost = (walk.notional + walk.fee) as Usd
  const expected = (mulDiv(shares, 1e6 - ppm, 1e6, 'down') - cost) as Usd
  return expected > 0
    ? { shares, walk, cost, expected }
    : uncertified('edge-below-threshold', context)
}

const costOf = ({ book, fee }: RecipeLeg, shares: Size): number => {
  const walk = walkBook(book, 'buy', { shares, fee })
  return walk.notional + walk.fee
}

const worthwhile = (
  { book, fee }: RecipeLeg,
  ppm: number,
  settlesAt: TimeMs,
  { targetEdge, minAnnualYield = 0.2, now }: ResolvedOptions,
): Readonly<{ shares: number; why: 'edge-below-threshold' | 'yield-below-threshold' }> => {
  const { prices, sizes } = book.asks
  let shares = 0
  for (let i = prices.length - 1; i >= 0; i--) {
    const at = prices[i]
    if (at === undefined) break
    const unit = mulDiv(at, SIZE_ONE, PRICE_ONE, 'up') + takerFee(fee, SIZE_ONE as Size, at, 'up')
    const edge = 1e6 - ppm - unit
    if (edge < targetEdge || edge <= 0) return { shares, why: 'edge-below-threshold' }
    const earned = annualYield(edge as Usd, unit as Usd, now, settlesAt) ?? 0
    if (earned < minAnnualYield) return { shares, why: 'yield-below-threshold' }
    shares += sizes[i] ?? 0
  }
  return { shares, why: 'edge-below-threshold' }
}

const recipeOf = (leg: RecipeLeg): Recipe => ({
  kind: 'event-yes',
  subject: leg.market.id,
  members: [leg.market],
  splits: [],
  legs: [leg],
  finish: 'hold',
  dollarsBack: 1,
  feeBips: 0,
  evidence: '',
})
