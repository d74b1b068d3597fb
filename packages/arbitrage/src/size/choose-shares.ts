import { mulDiv, PRICE_ONE, type Size } from '@bot/core'
import type { CertifyOptions } from '../certificate/certify-options.js'
import { type Uncertified, uncertified } from '../certificate/uncertified.js'
import type { Recipe, RecipeLeg } from '../detect/recipe.js'
import { type Assessment, assessRecipe, requiredProfit } from './assess-recipe.js'
import { legalAtLeast, legalAtMost } from './legal-shares.js'

/** The best size: `surplus` is its profit above what the target edge asks; `capped` when money ended it, not the book. */
export type Sized = Readonly<{
  shares: Size
  surplus: number
  capped: boolean
  assessment: Assessment
}>

/**
 * Chooses the number of sets that earns most above the target edge, to the lot.
 *
 * The gain of one more set only falls with depth, so the best size ends at some level's end, at the smallest legal
 * size or at the cap: these are assessed, exactly, and the best is kept. Then every level taken earns the target.
 */
export const chooseShares = (recipe: Recipe, options: CertifyOptions): Sized | Uncertified => {
  const { lot } = options
  const depth = Math.min(...recipe.legs.map(depthOf))
  if (depth < lot) return uncertified('no-depth', { subject: recipe.subject })
  const deepest = legalAtMost(recipe, depth, lot)
  const least = legalAtLeast(recipe, leastShares(recipe, options), lot, deepest)
  if (least === 0 || least > deepest) {
    return uncertified('below-minimum-size', { subject: recipe.subject, deepest })
  }
  const most = legalAtMost(recipe, largestWithin(recipe, least, deepest, options), lot)
  if (most < least) return uncertified('above-cap', { subject: recipe.subject, least })
  const best = bestOf(recipe, least, most, options)
  if (best !== undefined && best.surplus >= 0) {
    return { ...best, capped: best.shares === most && most < deepest }
  }
  return uncertified('edge-below-threshold', {
    subject: recipe.subject,
    edgeCents: best === undefined ? undefined : (best.assessment.profit / best.shares) * 100,
  })
}

const bestOf = (
  recipe: Recipe,
  least: Size,
  most: Size,
  { targetEdge, lot }: CertifyOptions,
): Omit<Sized, 'capped'> | undefined => {
  let best: Omit<Sized, 'capped'> | undefined
  for (const end of [least, ...levelEnds(recipe, least, most), most]) {
    const below = legalAtMost(recipe, end, lot)
    const above = below === end ? 0 : legalAtLeast(recipe, end, lot, most)
    let levels = 0
    let highest = Number.NEGATIVE_INFINITY
    for (const shares of [below, above]) {
      if (shares < least || shares > most) continue
      const assessment = assessRecipe(recipe, shares as Size)
      if (assessment === undefined) continue
      const surplus = assessment.profit - requiredProfit(shares as Size, targetEdge)
      if (best === undefined || surplus > best.surplus) {
        best = { shares: shares as Size, surplus, assessment }
      }
      highest = Math.max(highest, surplus)
      levels = assessment.walks.reduce((sum, walk) => sum + walk.levels, 0)
    }
    // Rounding may cost each level of each leg a fee unit: only a larger fall means that the best is behind us.
    if (best !== undefined && levels > 0 && highest < best.surplus - levels * 12) break
  }
  return best
}

/** Where some leg's level ends, between the least and the most, ascending. */
const levelEnds = (recipe: Recipe, least: Size, most: Size): readonly number[] => {
  const ends = new Set<number>()
  for (const leg of recipe.legs) {
    const ladder = sizesOf(leg)
    let reached = 0
    for (let i = ladder.length - 1; i >= 0 && reached < most; i--) {
      reached += ladder[i] ?? 0
      if (reached > least && reached < most) ends.add(reached)
    }
  }
  return [...ends].sort((a, b) => a - b)
}

/** The largest size, to the base lot, that the cap pays for; below `least` when there is none. */
const largestWithin = (
  recipe: Recipe,
  least: Size,
  deepest: Size,
  { lot, maxUsd }: CertifyOptions,
): Size => {
  const fits = (shares: number): boolean =>
    (assessRecipe(recipe, shares as Size)?.capital ?? Number.POSITIVE_INFINITY) <= maxUsd
  if (fits(deepest)) return deepest
  if (!fits(least)) return 0 as Size
  let low = Math.ceil(least / lot)
  let high = Math.floor(deepest / lot)
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (fits(middle * lot)) low = middle
    else high = middle
  }
  return Math.max(least, low * lot) as Size
}

/** The fewest shares that every leg's minimum, and the least dollars of a taker's buy, allow. */
const leastShares = (recipe: Recipe, { lot, minimumOrderUsd }: CertifyOptions): Size =>
  recipe.legs.reduce<Size>((least, leg) => {
    const forMoney = leg.side === 'buy' ? sharesWorth(leg, minimumOrderUsd) : 0
    return Math.max(least, leg.minimumSize, forMoney) as Size
  }, lot)

/** How many shares of the leg's levels cost at least `dollars`, rounded up; unreachable when the book has less. */
const sharesWorth = ({ book }: RecipeLeg, dollars: number): number => {
  const { prices, sizes } = book.asks
  let shares = 0
  let left = dollars
  for (let i = prices.length - 1; i >= 0; i--) {
    const at = prices[i] ?? PRICE_ONE
    const here = sizes[i] ?? 0
    const worth = mulDiv(here, at, PRICE_ONE, 'down')
    if (worth >= left) return shares + (at === 0 ? here : mulDiv(left, PRICE_ONE, at, 'up'))
    shares += here
    left -= worth
  }
  return Number.MAX_SAFE_INTEGER
}

const sizesOf = ({ book, side }: RecipeLeg): readonly number[] =>
  side === 'buy' ? book.asks.sizes : book.bids.sizes
const depthOf = (leg: RecipeLeg): number => sizesOf(leg).reduce((sum, each) => sum + each, 0)
