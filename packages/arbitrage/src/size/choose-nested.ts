import { SIZE_ONE, type Size, type Usd } from '@bot/core'
import type { CertifyOptions } from '../certificate/certify-options.js'
import type { NoSidePath } from '../detect/no-side-recipes.js'
import { assessRecipe, requiredProfit } from './assess-recipe.js'
import type { SizedSubset } from './choose-subset.js'
import { idealSizes } from './ideal-sizes.js'
import type { LegCurve } from './leg-curve.js'
import { type LevelEnds, levelEnds } from './level-ends.js'
import { type NestedLeg, nestSizes } from './nest-sizes.js'
import type { Offer } from './offer.js'
import { reserveOf } from './reserve-of.js'

/** What another conversion must add to be worth its gas, unless told otherwise: a cent. */
const DEFAULT_ACTION_COST = 10_000 as Usd

/** How often sizes shrink until what they may cost at their limits fits the cap. */
const MOST_TRIES = 4

/**
 * Chooses a size for each outcome of the NO side, where that earns more than `floor`, the surplus of one size for all.
 *
 * The outcomes with deeper books get more shares, and each further size is one more conversion, of fewer outcomes: it
 * must earn its gas. An executor takes different sizes whole or not at all: so they fit the cap even when every order
 * fills at its limit. `undefined` when nothing is better.
 */
export const chooseNested = (
  offers: readonly Offer[],
  path: NoSidePath,
  options: CertifyOptions,
  floor: number,
): SizedSubset | undefined => {
  if (offers.length < 2) return undefined
  const lost = (SIZE_ONE * path.feeBips) / 10_000
  const levels = levelEnds(offers, lost)
  let maxUsd: number = options.maxUsd
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const legs = nestedLegs(levels, offers, { ...options, maxUsd: maxUsd as Usd }, lost, floor)
    if (legs === undefined) return undefined
    const sized = assess(legs, path, options, floor)
    if (sized === undefined || typeof sized !== 'number') return sized
    maxUsd *= (options.maxUsd / sized) * 0.999
  }
  return undefined
}

const nestedLegs = (
  levels: LevelEnds,
  offers: readonly Offer[],
  options: CertifyOptions,
  lost: number,
  floor: number,
): readonly NestedLeg[] | undefined => {
  const { targetEdge, maxUsd, actionCost = DEFAULT_ACTION_COST } = options
  const asked = SIZE_ONE - lost + targetEdge
  const ideal = idealSizes(levels, { asked, maxUsd, worth: floor })
  return ideal && nestSizes(offers, ideal, { ...options, lost, asked, actionCost })
}

/** The sizes to the micro-dollar; a number is what they may cost, when that is more than the cap. */
const assess = (
  legs: readonly NestedLeg[],
  path: NoSidePath,
  { maxUsd, targetEdge, actionCost = DEFAULT_ACTION_COST }: CertifyOptions,
  floor: number,
): SizedSubset | number | undefined => {
  const [first] = legs
  if (first === undefined || legs.length < 2) return undefined
  const curves = legs.map(({ curve }): LegCurve => curve)
  const sizes = legs.map(({ size }): Size => size)
  const recipe = path.toRecipe(curves.map(({ leg }) => leg))
  const assessment = assessRecipe(recipe, curves, sizes)
  if (assessment === undefined) return undefined
  const surplus = assessment.profit - requiredProfit(first.size, targetEdge)
  const further = new Set(sizes).size - 1
  if (surplus <= floor + further * actionCost) return undefined
  const reserve = reserveOf(curves, assessment.walks)
  if (further > 0 ? reserve > maxUsd : assessment.capital > maxUsd) return reserve
  return { recipe, sized: { shares: first.size, sizes, surplus, assessment } }
}
