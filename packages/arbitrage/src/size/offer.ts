import { SIZE_ONE } from '@bot/core'
import type { RecipeLeg } from '../detect/recipe.js'
import { depthOf } from './choose-shares.js'
import { createLegCurve, type LegCurve, levelAt } from './leg-curve.js'

/** An outcome of the NO side: a share of its best level gains and costs so much, in micro-dollars; `depth` shares rest. */
export type Offer = Readonly<{ curve: LegCurve; depth: number; gain: number; cost: number }>

/** Reads what legs offer, the dearest outcomes first. */
export const offersOf = (legs: readonly RecipeLeg[]): readonly Offer[] => {
  const offers: Offer[] = []
  for (const leg of legs) {
    const curve = createLegCurve(leg)
    if (levelAt(curve, 1) === undefined) continue
    offers.push({ curve, depth: depthOf(leg), gain: gainAt(curve, 0), cost: costAt(curve, 0) })
  }
  return offers.sort((a, b) => b.gain - a.gain)
}

/** What a share of a level gains, when a NO share that is converted with others gives a dollar. */
export const gainAt = ({ leg, units }: LegCurve, level: number): number => {
  const unit = units[level] as number
  return leg.side === 'buy' ? SIZE_ONE - unit : unit
}

/** What a share of a level takes before anything comes back: its price, or the dollar that is split. */
export const costAt = ({ leg, units }: LegCurve, level: number): number =>
  leg.side === 'buy' ? (units[level] as number) : SIZE_ONE
