import { SIZE_ONE, type Size, type Usd, type Walk } from '@bot/core'
import { walkCurve } from '../size/leg-curve.js'
import {
  legalSize,
  type PortfolioDraft,
  profitWith,
  resize,
  startDraft,
  type WholeLimits,
} from './portfolio-draft.js'
import type { RelatedOffer } from './related-offers.js'

/** Shares that orders may have, leg by leg, and what they come to in the worst state, exactly. */
export type WholePortfolio = Readonly<{
  offers: readonly RelatedOffer[]
  shares: readonly Size[]
  walks: readonly Walk[]
  cost: Usd
  payoffs: readonly Usd[]
  profit: Usd
}>

/** Solvers are right to a few parts in a hundred million: what misses a lot by less has it. */
const SNAP = 50

/** How often all legs are looked at again: they settle in two or three rounds. */
const MOST_ROUNDS = 8

/** Sizes that legs are rounded down to: legs of different lots stay together when all have the largest. */
const UNITS = [1, SIZE_ONE, 10 * SIZE_ONE]

/**
 * Rounds a fractional portfolio to orders: each leg down to its lot, then single legs to the size of another wherever
 * that earns more in the worst state.
 *
 * Each leg loses at most its lot, so the worst state loses at most a lot and the rounding of a leg; where rounding
 * all legs down to a coarser unit earns more, that is taken. `undefined` when nothing is left within the cap.
 */
export const wholePortfolio = (
  offers: readonly RelatedOffer[],
  fractional: readonly number[],
  limits: WholeLimits,
): WholePortfolio | undefined => {
  const used = [...offers.keys()].filter((index) => (fractional[index] ?? 0) > 0)
  const wanted = used.map((index) => Math.floor((fractional[index] ?? 0) * SIZE_ONE) + SNAP)
  const within = { ...limits, depths: used.map((index) => limits.depths[index] ?? 0) }
  const chosen = used.flatMap((index) => offers[index] ?? [])
  return UNITS.map((unit) => roundTo(unit, startDraft(chosen, within), wanted)).reduce(
    (best, each) => (each !== undefined && each.profit > (best?.profit ?? -Infinity) ? each : best),
  )
}

const roundTo = (
  unit: number,
  draft: PortfolioDraft,
  wanted: readonly number[],
): WholePortfolio | undefined => {
  for (const [leg, shares] of wanted.entries()) {
    resize(draft, leg, legalSize(draft, leg, shares - (shares % unit)))
  }
  if (!(draft.cost <= draft.limits.maxUsd)) return undefined
  for (let round = 0; round < MOST_ROUNDS && improve(draft); round++);
  return finish(draft)
}

/** Moves each leg towards the sizes of others while that earns more; false when none moved. */
const improve = (draft: PortfolioDraft): boolean => {
  let moved = false
  for (let leg = 0; leg < draft.shares.length; leg++) {
    while (step(draft, leg)) moved = true
  }
  return moved
}

/** The profit is concave in one leg's size: when neither neighbour earns more, no size does. */
const step = (draft: PortfolioDraft, leg: number): boolean => {
  const now = draft.shares[leg] ?? 0
  const profit = profitWith(draft, leg, now)
  for (const size of [sizeBelow(draft, leg, now), sizeAbove(draft, leg, now)]) {
    if (size === now || profitWith(draft, leg, size) <= profit) continue
    resize(draft, leg, size)
    return true
  }
  return false
}

const sizeBelow = (draft: PortfolioDraft, leg: number, now: number): number => {
  const below = draft.shares.filter((other) => other < now)
  return legalSize(draft, leg, Math.max(0, ...below))
}

const sizeAbove = (draft: PortfolioDraft, leg: number, now: number): number => {
  const above = [...new Set(draft.shares)].filter((other) => other > now).sort((a, b) => a - b)
  const size = above.find((other) => legalSize(draft, leg, other) > now)
  return size === undefined ? now : legalSize(draft, leg, size)
}

const finish = ({
  offers,
  curves,
  shares,
  halves,
  cost,
}: PortfolioDraft): WholePortfolio | undefined => {
  const legs = offers.flatMap((offer, index) => {
    const size = (shares[index] ?? 0) as Size
    const curve = curves[index]
    const walk = curve === undefined || size === 0 ? undefined : walkCurve(curve, size)
    return walk === undefined ? [] : [{ offer, size, walk }]
  })
  if (legs.length === 0) return undefined
  const payoffs = Array.from(halves, (half) => Math.floor(half / 2) as Usd)
  const worst = payoffs.reduce<number>((least, payoff) => Math.min(least, payoff), Infinity)
  return {
    offers: legs.map(({ offer }) => offer),
    shares: legs.map(({ size }) => size),
    walks: legs.map(({ walk }) => walk),
    cost: cost as Usd,
    payoffs,
    profit: (worst - cost) as Usd,
  }
}
