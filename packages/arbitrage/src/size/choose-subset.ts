import { SIZE_ONE } from '@bot/core'
import type { CertifyOptions } from '../certificate/certify-options.js'
import type { Uncertified } from '../certificate/uncertified.js'
import type { NoSidePath } from '../detect/no-side-recipes.js'
import type { Recipe } from '../detect/recipe.js'
import { chooseShares, type Sized } from './choose-shares.js'
import type { LegCurve } from './leg-curve.js'
import type { Offer } from './offer.js'

/** A recipe over the outcomes that earn most, and how many sets of it. */
export type SizedSubset = Readonly<{ recipe: Recipe; sized: Sized }>

/** The `count` dearest outcomes of those that are at least `depth` deep, and what that earns at the very most. */
type Candidate = Readonly<{ depth: number; count: number; promise: number }>

/**
 * Chooses which outcomes of the NO side to take, and how many sets of them: as many shares of each.
 *
 * More outcomes earn more a set and need more capital; shallow ones end the set early. So for each depth the dearest
 * outcomes of at least that depth are candidates, one more each time. What the best prices promise within depth and
 * cap bounds each from above: they are sized from the highest promise down, until none can be better.
 */
export const chooseSubset = (
  offers: readonly Offer[],
  { feeBips, toRecipe }: NoSidePath,
  options: CertifyOptions,
): SizedSubset | Uncertified | undefined => {
  const candidates = candidatesOf(offers, feeBips, options)
  let best: SizedSubset | undefined
  let refused: Uncertified | undefined
  for (const { depth, count, promise } of candidates) {
    if (best !== undefined && promise <= best.sized.surplus) break
    const curves = offers
      .filter((offer) => offer.depth >= depth)
      .slice(0, count)
      .map(curveOf)
    const recipe = toRecipe(curves.map(({ leg }) => leg))
    const sized = chooseShares(recipe, options, curves)
    if ('refused' in sized) refused ??= sized
    else if (best === undefined || sized.surplus > best.sized.surplus) best = { recipe, sized }
  }
  return best ?? refused
}

const curveOf = ({ curve }: Offer): LegCurve => curve

/** Sorted by promise; when nothing promises a profit the first alone remains, to say why not. */
const candidatesOf = (
  offers: readonly Offer[],
  feeBips: number,
  { maxUsd, targetEdge }: Pick<CertifyOptions, 'maxUsd' | 'targetEdge'>,
): readonly Candidate[] => {
  const found: Candidate[] = []
  let first: Candidate | undefined
  for (const depth of new Set(offers.map((offer) => offer.depth))) {
    let [count, gain, cost, least, within] = [0, -SIZE_ONE, 0, 0, Number.POSITIVE_INFINITY]
    for (const offer of offers) {
      if (offer.depth < depth) continue
      count += 1
      gain += offer.gain - (count > 1 ? (SIZE_ONE * feeBips) / 10_000 : 0)
      cost += offer.cost
      least = Math.max(least, offer.curve.leg.minimumSize)
      within = Math.min(within, offer.depth)
      // A set of these that ends earlier than some shallower outcome is found at that one's depth.
      if (count < 2 || within > depth) continue
      const sets = Math.min(depth, (maxUsd / cost) * SIZE_ONE)
      const promise = ((gain - targetEdge) * sets) / SIZE_ONE
      const candidate = { depth, count, promise }
      if (promise >= 0 && sets >= least) found.push(candidate)
      if (first === undefined || promise > first.promise) first = candidate
    }
  }
  if (found.length === 0) return first === undefined ? [] : [first]
  return found.sort((a, b) => b.promise - a.promise)
}
