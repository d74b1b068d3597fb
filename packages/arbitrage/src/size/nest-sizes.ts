import { SIZE_ONE, type Size } from '@bot/core'
import type { CertifyOptions } from '../certificate/certify-options.js'
import { leastShares } from './choose-shares.js'
import { type LegCurve, moneyAt } from './leg-curve.js'
import { legalAtMost } from './legal-shares.js'
import type { Offer } from './offer.js'

/** A leg and its shares. */
export type NestedLeg = Readonly<{ curve: LegCurve; size: Size }>

type Limits = Pick<CertifyOptions, 'lot' | 'minimumOrderUsd'> &
  Readonly<{ lost: number; asked: number; actionCost: number }>

type Member = Readonly<{ curve: LegCurve; ideal: number; least: number }>

/** Outcomes that get the same number of shares. */
type Tier = Readonly<{ members: readonly Member[]; size: Size }>

/**
 * Rounds ideal sizes to few sizes that orders may have, largest first.
 *
 * Each size is legal for all outcomes that get it, none is below an order's minimum, and each adds at least
 * `actionCost` to what the next smaller one earns: where it does not, its outcomes get that one.
 */
export const nestSizes = (
  offers: readonly Offer[],
  ideal: readonly number[],
  limits: Limits,
): readonly NestedLeg[] => {
  const members = offers
    .flatMap(({ curve, depth }, index) => {
      const wanted = ideal[index] ?? 0
      const least = leastShares(curve.leg, limits)
      return wanted > 0 && least <= depth ? [{ curve, ideal: Math.max(wanted, least), least }] : []
    })
    .sort((a, b) => a.ideal - b.ideal)
  const tiers: Tier[] = []
  for (let from = 0; from < members.length; ) {
    const at = members[from]?.ideal ?? 0
    const next = members.findIndex((each) => each.ideal > at)
    const to = next < 0 ? members.length : next
    push(tiers, members.slice(from, to), at, limits)
    from = to
  }
  narrow(tiers, limits)
  return tiers
    .reverse()
    .flatMap(({ members: each, size }) => each.map(({ curve }) => ({ curve, size })))
}

/** Adds a tier above all others, together with those that it is not worth a conversion apart from. */
const push = (tiers: Tier[], members: readonly Member[], wanted: number, limits: Limits): void => {
  const tier = legalTier(members, wanted, limits)
  const below = tiers.at(-1)
  const size = below?.size ?? (0 as Size)
  if (tier.size > size && worthOf(tier, size, limits) >= limits.actionCost) {
    tiers.push(tier)
  } else if (below !== undefined) {
    tiers.pop()
    push(tiers, [...below.members, ...members], below.size, limits)
  }
}

/** Lowers the largest size, which the dollar that does not come back is paid for, until it is worth that. */
const narrow = (tiers: Tier[], limits: Limits): void => {
  for (let top = tiers.pop(); top !== undefined; top = tiers.pop()) {
    const below = tiers.at(-1)
    const size = below?.size ?? (0 as Size)
    const paid = ((top.size - size) * limits.asked) / SIZE_ONE
    if (below === undefined || worthOf(top, size, limits) - paid >= limits.actionCost) {
      tiers.push(top)
      return
    }
    tiers.pop()
    push(tiers, [...below.members, ...top.members], size, limits)
  }
}

/** The largest size up to `wanted` that all members' orders may have; those whose minimum is above it are left out. */
const legalTier = (all: readonly Member[], wanted: number, { lot }: Limits): Tier => {
  let members = all
  for (;;) {
    const size = legalAtMost(
      { legs: members.map(({ curve }) => curve.leg) },
      Math.floor(wanted),
      lot,
    )
    const kept = members.filter(({ least }) => least <= size)
    if (kept.length === members.length) return { members, size }
    members = kept
  }
}

/** What a tier's outcomes earn beyond those of a smaller size, in micro-dollars. */
const worthOf = ({ members, size }: Tier, below: Size, { lost }: Limits): number =>
  members.reduce(
    (sum, { curve }) => sum + gainOf(curve, size, lost) - gainOf(curve, below, lost),
    0,
  )

const gainOf = (curve: LegCurve, size: Size, lost: number): number => {
  if (size === 0) return 0
  const money = moneyAt(curve, size) ?? Number.POSITIVE_INFINITY
  const kept = size - (size * lost) / SIZE_ONE
  return curve.leg.side === 'buy' ? kept - money : kept - size + money
}
