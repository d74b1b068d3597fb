import { mulDiv } from '@bot/core'
import { REST_LOT } from '../policy/precision.js'
import type { Part } from './basket-run.js'
import { type LegState, leastShares, type Mend, mendLeg } from './mend-leg.js'

/** Sizes may differ from what was asked by a lot: the venue truncates to a cent. */
export const TOLERANCE: number = REST_LOT

/** Nothing of the basket. */
export const NONE: Part = { of: 0, from: 1 }

/**
 * What is known of the money, all in micro-dollars of the whole basket: `inflow` what it brings in the worst outcome
 * state from now on beside what has come in, `outlay` and `income` what went out and came in so far, `room` what may
 * still go out, `maxLegLoss` what may be lost. Complete sets that the basket split can be merged again: `setsMade` of
 * them, `setsNeeded` by the whole basket.
 */
export type Money = Readonly<{
  inflow: number
  outlay: number
  income: number
  room: number
  setsMade: number
  setsNeeded: number
  maxLegLoss: number
}>

/**
 * A way to go on from a stage: all legs are brought to one part of the basket. In micro-dollars,
 *
 *     expected loss = outlay − income + mends − inflow × part − sets
 *
 * - `outlay`, `income`: dollars that the basket's buys and splits took and its sells brought until now, fees inside;
 * - `mends`: what the orders of this way cost (buys) less what they bring (sells), walked over the books of now, each
 *   level rounded against us, taker fees rounded up;
 * - `inflow × part`: what the part that all legs then have pays in the worst outcome state, rounded down;
 * - `sets`: a dollar for each complete set that the basket split and this way leaves whole: it is merged again.
 *
 * What no complete part needs and no order sells counts nothing: nobody believes in it, and it may end worthless.
 * `expected` is this loss with its sign turned, and chooses. `worst` is the same with every order at its limit and the
 * highest fee on the way there, and is what `maxLegLoss` bounds. `blind`: a book that it needs can't be read now.
 */
export type Repair = Readonly<{
  kind: 'complete' | 'unwind' | 'hold'
  mends: readonly Mend[]
  expected: number
  worst: number
  blind: boolean
}>

/** Takes a part of a share count, rounded down. */
export const partOf = (shares: number, { of, from }: Part): number =>
  mulDiv(shares, of, from, 'down')

const isLess = (a: Part, b: Part): boolean =>
  BigInt(a.of) * BigInt(b.from) < BigInt(b.of) * BigInt(a.from)

const least = (a: Part, b: Part): Part => (isLess(b, a) ? b : a)

const partReached = ({ leg, net }: LegState): Part => ({
  of: Math.min(Math.max(0, net), leg.shares),
  from: leg.shares,
})

/** The largest part that every leg has reached, the whole at most. */
export const commonPart = (legs: readonly LegState[]): Part =>
  legs.map(partReached).reduce((a, b) => least(a, b))

/** Shares of a leg beyond what the common part needs. */
export const excessOf = ({ leg, net }: LegState, common: Part): number =>
  net - partOf(leg.shares, common)

/**
 * Lists the ways on from a stage: every part that some leg has reached, nothing, and `all` of what was wanted; each by
 * buying (or selling) what is missing and undoing what is too much. What is missing is never more than the furthest
 * leg has, unless the others could not trade so little.
 */
export const repairsOf = (
  legs: readonly LegState[],
  money: Money,
  all: Part,
): readonly Repair[] => {
  const reached = legs.map((each) => least(partReached(each), all))
  const furthest = reached.reduce((a, b) => (isLess(a, b) ? b : a), NONE)
  const grows = !isTradable(legs, furthest)
  const targets = [
    ...(grows ? [all] : []),
    ...[...reached].sort((a, b) => (isLess(a, b) ? 1 : -1)),
    NONE,
  ]
  const distinct = targets.filter(
    (each, index) =>
      !targets.slice(0, index).some((one) => !isLess(one, each) && !isLess(each, one)),
  )
  const repairs = distinct.map((target) => towards(legs, money, target))
  const moving = repairs.filter(({ mends, blind }) => mends.length > 0 || blind)
  const affordable = moving.filter(({ mends }) => costOf(mends) <= money.room)
  return [...affordable, weighed(legs, money, [], 'hold', false)]
}

/** Whether every leg could go out for what a part still needs of it. */
const isTradable = (legs: readonly LegState[], part: Part): boolean =>
  part.of > 0 &&
  legs.every((each) => {
    const missing = partOf(each.leg.shares, part) - each.net
    return missing <= TOLERANCE || missing >= leastShares(each)
  })

const costOf = (mends: readonly Mend[]): number =>
  mends.reduce((sum, { side, worst }) => sum + (side === 'buy' ? -worst : 0), 0)

const towards = (legs: readonly LegState[], money: Money, target: Part): Repair => {
  const mends: Mend[] = []
  let blind = false
  let completes = false
  for (const each of legs) {
    const { leg, net } = each
    const missing = partOf(leg.shares, target) - net
    if (Math.abs(missing) <= TOLERANCE) continue
    const back = leg.side === 'buy' ? 'sell' : 'buy'
    const mend = mendLeg(each, missing > 0 ? leg.side : back, Math.abs(missing))
    completes ||= missing > 0
    if (mend === 'blind') blind = true
    else if (mend !== undefined) mends.push(mend)
  }
  return weighed(legs, money, mends, completes ? 'complete' : 'unwind', blind)
}

const weighed = (
  legs: readonly LegState[],
  { inflow, income, outlay, setsMade, setsNeeded }: Money,
  mends: readonly Mend[],
  kind: Repair['kind'],
  blind: boolean,
): Repair => {
  const after = legs.map((each) => {
    const mend = mends.find(({ leg }) => leg === each.leg)
    const moved = mend === undefined ? 0 : mend.side === each.leg.side ? mend.shares : -mend.shares
    return { ...each, net: each.net + moved }
  })
  const used = after.map(partReached).reduce((a, b) => (isLess(a, b) ? b : a), NONE)
  const whole = partOf(inflow, commonPart(after))
  const settled = whole + income - outlay + Math.max(0, setsMade - partOf(setsNeeded, used))
  const sum = (of: 'expected' | 'worst'): number =>
    mends.reduce((total, mend) => total + mend[of], settled)
  return { kind, mends, expected: sum('expected'), worst: sum('worst'), blind }
}

/** Picks the repair that is expected to lose least, of those whose worst is within what may be lost; the first of equals. */
export const leastLoss = (repairs: readonly Repair[], money: Money): Repair | undefined => {
  let best: Repair | undefined
  for (const repair of repairs) {
    if (-repair.worst > money.maxLegLoss) continue
    if (best === undefined || repair.expected > best.expected) best = repair
  }
  return best
}
