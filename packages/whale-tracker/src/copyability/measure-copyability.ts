import { anytimeLowerBound, type CopyGain } from './anytime-lower-bound.js'
import type { CopyTrial } from './try-copy.js'

/**
 * A trial whose market is over: what a share, and a share of the other outcome, brought in dollars: by sale when the
 * wallet left, after fees, else at resolution. `held` says which part was held to resolution, 0 to 1; `ownPayout` what a
 * share brought the wallet, default the same.
 */
export type ScoredTrial = Readonly<{
  trial: CopyTrial
  payout: number
  reversePayout: number
  ownPayout?: number
  held?: number
}>

/**
 * A mean over events in dollars a share, with its 95 % interval, which holds for one look, and `sure`: a lower bound that
 * holds at all looks at once (97.5 %, a confidence sequence). A `sure` of -1 says that nothing is known.
 */
export type CopyEdge = Readonly<{ edge: number; low: number; high: number; sure: number }>

/**
 * What copying a wallet leaves. `own` is what the wallet made on the same purchases at its own prices (before fees),
 * `copy` what we would have, `reverse` what trading against it would have. Only `copyable` may be followed: both lower
 * bounds of `copy`, the interval's and `sure`, are above 0.
 */
export type Copyability = Readonly<{
  trades: number
  events: number
  own: number
  copy: CopyEdge
  reverse: CopyEdge
  copyable: boolean
  reason: string
}>

/** Fewest events that say whether a wallet can be copied. */
const LEAST_EVENTS = 10
const Z = 1.959964

/**
 * Measures what copying leaves, each event with one vote. The standard error is the larger of what the events show and
 * what the prices say: twenty favourites that all won, or were all sold a cent higher, vary not at all, and prove nothing.
 * The interval is Student's, for as many events, and holds for one look. Leave to copy is judged at every look: it also
 * needs `sure`, the bound that holds at all of them, above 0.
 */
export const measureCopyability = (trials: readonly ScoredTrial[]): Copyability => {
  const copy = edgeOf(
    trials.map(({ trial: { event, at, cost }, payout }) => ({ event, at, cost, payout })),
  )
  const reverse = edgeOf(
    trials.map(({ trial: { event, at, reverseCost: cost }, reversePayout: payout }) => ({
      ...{ event, at, cost, payout },
    })),
  )
  const own = averageGains(
    trials.map(({ trial: { event, at, price: cost }, payout, ownPayout = payout }) => ({
      ...{ event, at, cost, payout: ownPayout },
    })),
  ).edge
  const events = new Set(trials.map(({ trial }) => trial.event)).size
  const verdict = judge(events, copy, reverse)
  return { trades: trials.length, events, own, copy, reverse, ...verdict }
}

const judge = (
  events: number,
  copy: CopyEdge,
  reverse: CopyEdge,
): Pick<Copyability, 'copyable' | 'reason'> => {
  if (events < LEAST_EVENTS)
    return { copyable: false, reason: `${events} of ${LEAST_EVENTS} events` }
  const sure = copy.sure > -1 ? `over ${cents(copy.sure)} at all looks` : 'nothing sure'
  const range = `${cents(copy.low)} to ${cents(copy.high)}; ${sure}`
  const left = `${cents(copy.edge)} (${range}) are left; against it ${cents(reverse.edge)}`
  const isSure = copy.sure > 0 && copy.low > 0
  return { copyable: isSure && copy.edge > reverse.edge, reason: left }
}

const cents = (edge: number): string => `${(edge * 100).toFixed(1)} cents`

const edgeOf = (gains: readonly CopyGain[]): CopyEdge => ({
  ...averageGains(gains),
  sure: anytimeLowerBound(gains),
})

const averageGains = (gains: readonly CopyGain[]): Omit<CopyEdge, 'sure'> => {
  const events = new Map<string, { sum: number; spread: number; count: number }>()
  for (const { event, cost, payout } of gains) {
    const known = events.get(event) ?? { sum: 0, spread: 0, count: 0 }
    events.set(event, known)
    known.sum += payout - cost
    known.spread += spreadOf(payout - cost, cost)
    known.count += 1
  }
  const scores = [...events.values()].map(({ sum, spread, count }) => ({
    gain: sum / count,
    spread: spread / count,
  }))
  const n = scores.length
  if (n === 0) return { edge: 0, low: -1, high: 1 }
  const edge = scores.reduce((sum, { gain }) => sum + gain, 0) / n
  const seen = scores.reduce((sum, { gain }) => sum + (gain - edge) ** 2, 0) / Math.max(1, n - 1)
  const priced = scores.reduce((sum, { spread }) => sum + spread * spread, 0) / n
  const error = Math.sqrt(Math.max(seen, priced) / n)
  const reach = studentOf(n - 1) * error
  return { edge, low: edge - reach, high: edge + reach }
}

/**
 * How far a purchase that gained so much may vary if it was a fair bet with the worst other end: what gained may have lost
 * its whole price, what lost may have won all of a dollar. Held to resolution, that is the spread of a bet at its price.
 */
const spreadOf = (gain: number, cost: number): number =>
  Math.sqrt(Math.max(0, gain > 0 ? gain * cost : -gain * (1 - cost)))

/** Student's 97.5 % point by its expansion around the normal one; within 0.3 % from 5 degrees of freedom on. */
const studentOf = (degrees: number): number => {
  const d = Math.max(1, degrees)
  return (
    Z +
    (Z ** 3 + Z) / (4 * d) +
    (5 * Z ** 5 + 16 * Z ** 3 + 3 * Z) / (96 * d ** 2) +
    (3 * Z ** 7 + 19 * Z ** 5 + 17 * Z ** 3 - 15 * Z) / (384 * d ** 3)
  )
}
