import { PRICE_ONE, SIZE_ONE, type Size } from '@bot/core'
import type { CertifyOptions } from '../certificate/certify-options.js'
import { type LegCurve, levelAt, moneyAt } from './leg-curve.js'
import { legalAtMost } from './legal-shares.js'
import { gainAt, type Offer } from './offer.js'

/** A leg and its shares. */
export type NestedLeg = Readonly<{ curve: LegCurve; size: Size }>

/** `lost` and `asked` as for ideal sizes; `actionCost` is what a further size must add, all in micro-dollars. */
export type NestLimits = Pick<CertifyOptions, 'lot' | 'minimumOrderUsd'> &
  Readonly<{ lost: number; asked: number; actionCost: number }>

/** Outcomes that get the same number of shares. */
type Tier = Readonly<{ curves: readonly LegCurve[]; size: Size }>

/**
 * Rounds ideal sizes to few sizes that orders may have, largest first.
 *
 * Each size is legal for all outcomes that get it, and adds at least `actionCost` to what the next smaller one earns:
 * where it does not, its outcomes get that one. What is below an order's minimum is left out.
 */
export const nestSizes = (
  offers: readonly Offer[],
  ideal: readonly number[],
  limits: NestLimits,
): readonly NestedLeg[] => {
  const legs: NestedLeg[] = []
  for (let i = 0; i < offers.length; i++) {
    const { curve } = offers[i] as Offer
    const size = legalAtMost({ legs: [curve.leg] }, Math.floor(ideal[i] ?? 0), limits.lot)
    if (isLargeEnough(curve, size, limits)) legs.push({ curve, size })
  }
  legs.sort((a, b) => a.size - b.size)
  const tiers: Tier[] = []
  for (let from = 0; from < legs.length; ) {
    const { size } = legs[from] as NestedLeg
    const curves: LegCurve[] = []
    for (; legs[from]?.size === size; from++) curves.push((legs[from] as NestedLeg).curve)
    push(tiers, { curves, size }, limits)
  }
  narrow(tiers, limits)
  return tiers.reverse().flatMap(({ curves, size }) => curves.map((curve) => ({ curve, size })))
}

/** A buy's dollars are at least its shares at the best price. */
const isLargeEnough = ({ leg }: LegCurve, size: Size, { minimumOrderUsd }: NestLimits): boolean => {
  if (size === 0 || size < leg.minimumSize) return false
  const best = leg.book.asks.prices.at(-1) ?? 0
  return leg.side === 'sell' || size * best >= minimumOrderUsd * PRICE_ONE
}

/** Adds a tier above all others, or to the one below where it is not worth a conversion apart from that. */
const push = (tiers: Tier[], tier: Tier, limits: NestLimits): void => {
  const below = tiers.at(-1)
  const size = below?.size ?? (0 as Size)
  if (tier.size > size && isWorth(tier, size, limits.actionCost, limits)) tiers.push(tier)
  else if (below !== undefined) lower(tiers, tier, limits)
}

/** Gives a tier's outcomes the size of the tier below, or less where that is not legal for all of them. */
const lower = (tiers: Tier[], tier: Tier, limits: NestLimits): void => {
  const below = tiers.pop()
  if (below === undefined) return
  const curves = [...below.curves, ...tier.curves]
  const legal = legalAtMost({ legs: curves.map(legOf) }, below.size, limits.lot)
  const kept = curves.filter((curve) => isLargeEnough(curve, legal, limits))
  push(tiers, { curves: kept, size: legal }, limits)
}

const legOf = ({ leg }: LegCurve): LegCurve['leg'] => leg

/** Lowers the largest size, which pays for the dollar that does not come back, until it is worth that. */
const narrow = (tiers: Tier[], limits: NestLimits): void => {
  for (let top = tiers.pop(); top !== undefined; top = tiers.pop()) {
    const size = tiers.at(-1)?.size ?? (0 as Size)
    const paid = ((top.size - size) * limits.asked) / SIZE_ONE
    if (tiers.length === 0 || isWorth(top, size, paid + limits.actionCost, limits)) {
      tiers.push(top)
      return
    }
    lower(tiers, top, limits)
  }
}

/** Whether a tier's outcomes earn so much, in micro-dollars, beyond what they earn with a smaller size. */
const isWorth = (
  { curves, size }: Tier,
  below: Size,
  needed: number,
  { lost }: NestLimits,
): boolean => {
  const shares = (size - below) / SIZE_ONE
  let [most, least, worth] = [0, 0, 0]
  // No share gains more than one of the best level, none less than the last: mostly that decides.
  for (const curve of curves) {
    most += (gainAt(curve, 0) - lost) * shares
    least += (gainAt(curve, levelAt(curve, size) ?? 0) - lost) * shares - ROUNDING
  }
  if (most < needed || least >= needed) return least >= needed
  for (const curve of curves) worth += gainOf(curve, size, lost) - gainOf(curve, below, lost)
  return worth >= needed
}

/** What rounding may take of a leg: a fee unit and a micro-dollar a level, of a few levels. */
const ROUNDING = 100

const gainOf = (curve: LegCurve, size: Size, lost: number): number => {
  if (size === 0) return 0
  const money = moneyAt(curve, size) ?? Number.POSITIVE_INFINITY
  const kept = size - (size * lost) / SIZE_ONE
  return curve.leg.side === 'buy' ? kept - money : kept - size + money
}
