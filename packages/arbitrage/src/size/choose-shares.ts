import { mulDiv, PRICE_ONE, type Size } from '@bot/core'
import type { CertifyOptions } from '../certificate/certify-options.js'
import { type Uncertified, uncertified } from '../certificate/uncertified.js'
import type { Recipe, RecipeLeg } from '../detect/recipe.js'
import {
  type Assessment,
  assessRecipe,
  capitalOf,
  profitOf,
  requiredProfit,
} from './assess-recipe.js'
import { createLegCurve, type LegCurve } from './leg-curve.js'
import { legalAtLeast, legalAtMost } from './legal-shares.js'
import { type Stretches, walkMargins } from './walk-margins.js'

/** The best sizes: `shares` is that of the largest leg, `surplus` the profit above what the target edge asks. */
export type Sized = Readonly<{
  shares: Size
  sizes: readonly Size[]
  surplus: number
  assessment: Assessment
}>

/**
 * Chooses the number of sets that earns most above the target edge, to the lot.
 *
 * The gain of one more set only falls with depth, so the best size ends at some level's end, at the smallest legal
 * size or at the cap. Margins without rounding bound each of these from above: only those that may still win are
 * assessed, exactly, and the best is kept. Then every level taken earns the target.
 */
export const chooseShares = (
  recipe: Recipe,
  options: CertifyOptions,
  curves: readonly LegCurve[] = recipe.legs.map(createLegCurve),
): Sized | Uncertified => {
  const { lot, targetEdge } = options
  const { subject } = recipe
  const depth = Math.min(...recipe.legs.map(depthOf))
  if (depth < lot) return uncertified('no-depth', { subject })
  const deepest = legalAtMost(recipe, depth, lot)
  const wanted = recipe.legs.reduce<number>(
    (most, leg) => Math.max(most, leastShares(leg, options)),
    lot,
  )
  const least = legalAtLeast(recipe, wanted, lot, deepest)
  if (least === 0 || least > deepest) return uncertified('below-minimum-size', { subject, deepest })
  const stretches = walkMargins(recipe, curves, options, deepest)
  const ceiling = Math.max(least, stretches.ends.at(-1) ?? 0) as Size
  const most = legalAtMost(
    recipe,
    largestWithin(recipe, curves, { least, most: ceiling }, options),
    lot,
  )
  if (most < least) return uncertified('above-cap', { subject, least })
  const shares = bestOf(recipe, curves, stretches, { least, most }, options)
  const sizes = curves.map(() => shares)
  const assessment = assessRecipe(recipe, curves, sizes)
  if (assessment === undefined) return uncertified('no-depth', { subject })
  const surplus = assessment.profit - requiredProfit(shares, targetEdge)
  if (surplus >= 0) return { shares, sizes, surplus, assessment }
  const edgeCents = (assessment.profit / shares) * 100
  return uncertified('edge-below-threshold', { subject, edgeCents })
}

type Range = Readonly<{ least: Size; most: Size }>

/** From the best end outwards: what the margins do not promise, no exact assessment gives. */
const bestOf = (
  recipe: Recipe,
  curves: readonly LegCurve[],
  { ends, surpluses, peak }: Stretches,
  { least, most }: Range,
  { lot, targetEdge }: CertifyOptions,
): Size => {
  let best = least
  let highest = surplusAt(recipe, curves, least, targetEdge)
  const consider = (shares: Size): void => {
    if (shares <= least || shares > most) return
    const surplus = surplusAt(recipe, curves, shares, targetEdge)
    if (surplus <= highest) return
    best = shares
    highest = surplus
  }
  consider(most)
  for (let i = peak; i >= 0 && (surpluses[i] ?? 0) > highest; i--) {
    const end = ends[i] ?? 0
    if (end < most) consider(legalAtMost(recipe, end, lot))
  }
  for (let i = Math.max(0, peak); (surpluses[i] ?? highest) > highest; i++) {
    const end = ends[i] ?? 0
    if (end < most) consider(legalAtLeast(recipe, end, lot, most))
  }
  return best
}

const surplusAt = (
  recipe: Recipe,
  curves: readonly LegCurve[],
  shares: Size,
  targetEdge: CertifyOptions['targetEdge'],
): number => profitOf(recipe, curves, shares) - requiredProfit(shares, targetEdge)

/** The largest size, to the base lot, that the cap pays for; 0 when it does not pay for the least. */
const largestWithin = (
  recipe: Recipe,
  curves: readonly LegCurve[],
  { least, most }: Range,
  { lot, maxUsd }: CertifyOptions,
): Size => {
  // The margins stop where the cap does, but for rounding: a lot or two less is mostly enough.
  let fits = most
  for (let less: number = lot; fits > least; less *= 2) {
    if (capitalOf(recipe, curves, fits) <= maxUsd) return fits
    fits = Math.max(least, fits - (fits % lot) - less) as Size
  }
  return (capitalOf(recipe, curves, least) <= maxUsd ? least : 0) as Size
}

/** The fewest shares that a leg's minimum, and the least dollars of a taker's buy, allow. */
export const leastShares = (
  leg: RecipeLeg,
  { minimumOrderUsd }: Pick<CertifyOptions, 'minimumOrderUsd'>,
): number =>
  leg.side === 'buy'
    ? Math.max(leg.minimumSize, sharesWorth(leg, minimumOrderUsd))
    : leg.minimumSize

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

/** How many shares the side has that a leg takes. */
export const depthOf = ({ book, side }: RecipeLeg): number => {
  let depth = 0
  for (const size of side === 'buy' ? book.asks.sizes : book.bids.sizes) depth += size
  return depth
}
