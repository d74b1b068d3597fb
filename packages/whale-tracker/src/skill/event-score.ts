import type { CurveWithout } from './calibration-curve.js'
import type { ScoredBet } from './skill-bet.js'

/**
 * A wallet's bets in one event as one unit. Sums are averages over its bets, in dollars a share.
 *
 * `wins` are the calibrated chances of its bets, highest first. `edge` is payout − worth − fee, `plainEdge` payout −
 * price − fee.
 */
export type EventScore = Readonly<{
  category: string
  at: number
  bets: number
  chances: readonly number[]
  fee: number
  edge: number
  plainEdge: number
}>

/** How much the curve itself may be wrong for a wallet: the weight of each of its cells, with its variance. */
export type CurveDoubt = Map<number, { weight: number; variance: number }>

/** Groups a wallet's bets by event, each scored against the curve. */
export const scoreEvents = (
  bets: readonly ScoredBet[],
  curve: CurveWithout,
  doubt: CurveDoubt,
): readonly EventScore[] => {
  const events = new Map<string, ScoredBet[]>()
  for (const scored of bets) {
    const known = events.get(scored.bet.event)
    if (known === undefined) events.set(scored.bet.event, [scored])
    else known.push(scored)
  }
  return [...events.values()].map((group) => scoreEvent(group, curve, doubt))
}

const scoreEvent = (
  group: readonly ScoredBet[],
  curve: CurveWithout,
  doubt: CurveDoubt,
): EventScore => {
  const share = 1 / group.length
  const chances: number[] = []
  let edge = 0
  let plainEdge = 0
  let fees = 0
  let at = Number.POSITIVE_INFINITY
  for (const { bet, price, fee, payout } of group) {
    const worth = curve(bet.category, price)
    chances.push(worth.value)
    edge += share * (payout - worth.value - fee)
    plainEdge += share * (payout - price - fee)
    fees += share * fee
    at = Math.min(at, bet.firstAt)
    const known = doubt.get(worth.cell)
    if (known === undefined) doubt.set(worth.cell, { weight: share, variance: worth.variance })
    else known.weight += share
  }
  chances.sort((a, b) => b - a)
  const category = group[0]?.bet.category ?? ''
  return { category, at, bets: group.length, chances, fee: fees, edge, plainEdge }
}

/** Returns the variance of the curve's own error in a sum of scores. */
export const doubtVariance = (doubt: CurveDoubt): number => {
  let sum = 0
  for (const { weight, variance } of doubt.values()) sum += weight * weight * variance
  return sum
}
