import type { Size } from '@bot/core'
import { createLegCurve, type LegCurve, moneyAt } from '../size/leg-curve.js'
import { legalAtMost } from '../size/legal-shares.js'
import type { RelatedOffer } from './related-offers.js'

/** What binds sizes: the lot, the most dollars out, and for each offer the shares that the program looked at. */
export type WholeLimits = Readonly<{ lot: Size; maxUsd: number; depths: readonly number[] }>

/** A portfolio in the making: sizes in millionths of a share, and what they cost and pay, exactly. */
export type PortfolioDraft = {
  readonly offers: readonly RelatedOffer[]
  readonly curves: readonly LegCurve[]
  readonly limits: WholeLimits
  readonly shares: number[]
  /** What each leg costs, and what each state pays in halves of a micro-dollar. */
  readonly costs: number[]
  readonly halves: Float64Array
  cost: number
}

/** Starts with nothing. */
export const startDraft = (
  offers: readonly RelatedOffer[],
  limits: WholeLimits,
): PortfolioDraft => ({
  offers,
  curves: offers.map(({ leg }) => createLegCurve(leg)),
  limits,
  shares: offers.map(() => 0),
  costs: offers.map(() => 0),
  halves: new Float64Array(offers[0]?.halves.length ?? 0),
  cost: 0,
})

/** Returns the most shares, at most `shares`, that an order of this leg may have within its depth. */
export const legalSize = (draft: PortfolioDraft, leg: number, shares: number): number => {
  const offer = draft.offers[leg]
  const most = Math.min(shares, draft.limits.depths[leg] ?? 0)
  return offer === undefined ? 0 : legalAtMost({ legs: [offer.leg] }, most, draft.limits.lot)
}

/** Returns what the worst state would earn with another size of one leg; minus infinity beyond the cap or the book. */
export const profitWith = (draft: PortfolioDraft, leg: number, shares: number): number => {
  const cost = costWith(draft, leg, shares)
  if (!(cost <= draft.limits.maxUsd)) return Number.NEGATIVE_INFINITY
  const { halves } = draft
  const paid = draft.offers[leg]?.halves ?? []
  const more = shares - (draft.shares[leg] ?? 0)
  let worst = Number.POSITIVE_INFINITY
  for (let state = 0; state < halves.length; state++) {
    const each = (halves[state] ?? 0) + more * (paid[state] ?? 0)
    if (each < worst) worst = each
  }
  return Math.floor(worst / 2) - cost
}

/** Changes the size of one leg. */
export const resize = (draft: PortfolioDraft, leg: number, shares: number): void => {
  const { halves } = draft
  const paid = draft.offers[leg]?.halves ?? []
  const more = shares - (draft.shares[leg] ?? 0)
  for (let state = 0; state < halves.length; state++) {
    halves[state] = (halves[state] ?? 0) + more * (paid[state] ?? 0)
  }
  const cost = costWith(draft, leg, shares)
  draft.costs[leg] = (draft.costs[leg] ?? 0) + cost - draft.cost
  draft.cost = cost
  draft.shares[leg] = shares
}

const costWith = ({ curves, costs, cost }: PortfolioDraft, leg: number, shares: number): number => {
  const curve = curves[leg]
  const own = curve === undefined ? undefined : moneyAt(curve, shares)
  return own === undefined ? Number.POSITIVE_INFINITY : cost - (costs[leg] ?? 0) + own
}
