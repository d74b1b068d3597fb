import { SIZE_ONE, type Size, type Usd } from '@bot/core'
import type { CertifyOptions } from '../certificate/certify-options.js'
import type { NoSidePath } from '../detect/no-side-recipes.js'
import { assessRecipe, requiredProfit } from './assess-recipe.js'
import type { SizedSubset } from './choose-subset.js'
import { idealSizes } from './ideal-sizes.js'
import type { LegCurve } from './leg-curve.js'
import { type NestedLeg, nestSizes } from './nest-sizes.js'
import type { Offer } from './offer.js'
import { reserveOf } from './reserve-of.js'

/** What another conversion must add to be worth its gas, unless told otherwise: a cent. */
const DEFAULT_ACTION_COST = 10_000 as Usd

/** How often sizes shrink until what they may cost at their limits fits the cap. */
const MOST_TRIES = 4

/** The sizes with what they earn, and what they would earn above the target if orders could have any shares. */
export type Nested = Readonly<{ subset: SizedSubset; ideal: number }>

/**
 * Chooses a size for each outcome of the NO side: the linear program's optimum in legal sizes.
 *
 * The outcomes with deeper books get more shares, and each further size is one more conversion, of fewer outcomes: it
 * must earn its gas. An executor takes different sizes whole or not at all: so they fit the cap even when every order
 * fills at its limit. `undefined` when nothing earns the target.
 */
export const chooseNested = (
  offers: readonly Offer[],
  path: NoSidePath,
  options: CertifyOptions,
): Nested | undefined => {
  if (offers.length < 2) return undefined
  const { targetEdge, lot, minimumOrderUsd, actionCost = DEFAULT_ACTION_COST } = options
  const lost = (SIZE_ONE * path.feeBips) / 10_000
  const limits = { lost, asked: SIZE_ONE - lost + targetEdge, lot, minimumOrderUsd, actionCost }
  let maxUsd: number = options.maxUsd
  let first: number | undefined
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const { sizes, surplus } = idealSizes(offers, { ...limits, maxUsd })
    if (surplus <= 0) return undefined
    first ??= surplus
    const subset = assess(nestSizes(offers, sizes, limits), path, options, actionCost)
    if (typeof subset !== 'number') return subset && { subset, ideal: first }
    maxUsd *= (options.maxUsd / subset) * 0.999
  }
  return undefined
}

/** The sizes to the micro-dollar; a number is what they may cost, when that is more than the cap. */
const assess = (
  legs: readonly NestedLeg[],
  path: NoSidePath,
  { maxUsd, targetEdge }: CertifyOptions,
  actionCost: number,
): SizedSubset | number | undefined => {
  const [first, last] = [legs[0], legs.at(-1)]
  if (first === undefined || last === undefined || legs.length < 2) return undefined
  const curves = legs.map(({ curve }): LegCurve => curve)
  const sizes = legs.map(({ size }): Size => size)
  const recipe = path.toRecipe(curves.map(({ leg }) => leg))
  const assessment = assessRecipe(recipe, curves, sizes)
  if (assessment === undefined) return undefined
  const isEven = first.size === last.size
  const taken = isEven ? assessment.capital : reserveOf(curves, assessment.walks)
  if (taken > maxUsd) return taken
  const surplus = assessment.profit - requiredProfit(first.size, targetEdge)
  const further = isEven ? 0 : new Set(sizes).size - 1
  if (surplus < further * actionCost) return undefined
  return { recipe, sized: { shares: first.size, sizes, surplus, assessment } }
}
