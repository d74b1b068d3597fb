import { SIZE_ONE } from '@bot/core'
import type { CertifyOptions } from '../certificate/certify-options.js'
import { type Uncertified, uncertified } from '../certificate/uncertified.js'
import type { NoSidePath } from '../detect/no-side-recipes.js'
import { chooseNested } from './choose-nested.js'
import { chooseSubset, type SizedSubset } from './choose-subset.js'
import { type Offer, offersOf } from './offer.js'

/** Sizes that earn this part of what they would earn without lots and minimums are not worth a second look. */
const NEAR = 0.9

/**
 * Chooses which outcomes of the NO side to take on a path, and how many shares of each.
 *
 * Where lots and minimums cost much, sizes of their own are held against the best one size for all, which knows how
 * to go up to a minimum; of two that earn as much the one size is taken.
 */
export const chooseSizes = (
  path: NoSidePath,
  options: CertifyOptions,
): SizedSubset | Uncertified | undefined => {
  const offers = offersOf(path.legs())
  const hopeless = refuseAtTop(offers, path, options)
  if (hopeless !== undefined) return hopeless
  const nested = chooseNested(offers, path, options)
  if (nested !== undefined && nested.subset.sized.surplus >= NEAR * nested.ideal) {
    return nested.subset
  }
  const even = chooseSubset(offers, path, options)
  if (nested === undefined) return even
  if (even === undefined || 'refused' in even) return nested.subset
  return nested.subset.sized.surplus > even.sized.surplus ? nested.subset : even
}

/** Refuses what even the best prices do not earn, or what so few outcomes as earn it cost above the cap. */
const refuseAtTop = (
  offers: readonly Offer[],
  { subject, feeBips }: NoSidePath,
  { targetEdge, maxUsd }: CertifyOptions,
): Uncertified | undefined => {
  if (offers.length < 2) return undefined
  const lost = (SIZE_ONE * feeBips) / 10_000
  let [edge, cost, least] = [lost - SIZE_ONE, 0, Number.POSITIVE_INFINITY]
  for (const { curve } of offers) least = Math.min(least, curve.leg.minimumSize)
  for (const offer of offers) {
    if (offer.gain <= lost) break
    edge += offer.gain - lost
    cost += offer.cost
    if (edge < targetEdge) continue
    const capital = (cost * least) / SIZE_ONE
    return capital > maxUsd ? uncertified('above-cap', { subject, least }) : undefined
  }
  return uncertified('edge-below-threshold', { subject, edgeCents: edge / 10_000 })
}
