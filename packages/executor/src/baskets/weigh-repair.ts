import {
  bestAsk,
  bestBid,
  floorToLot,
  type Leg,
  mulDiv,
  notional,
  PRICE_ONE,
  type Price,
  type Size,
  walkBook,
} from '@bot/core'
import type { MarketTerms } from '../policy/market-terms.js'
import { coarseLimit, REST_LOT, slippageCap, takeLot } from '../policy/precision.js'
import { tooSmall } from '../policy/size-entry.js'
import { feeBound } from '../risk/fee-bound.js'
import type { Part } from './basket-run.js'

/** Sizes may differ from what was asked by a lot: the venue truncates to a cent. */
export const TOLERANCE: number = REST_LOT

/** Where a leg stands. `net` is what its orders moved its way; `terms` is absent when its book can't be traded on. */
export type LegState = Readonly<{
  leg: Leg
  wanted: number
  net: number
  terms: MarketTerms | undefined
}>

/** An order that would mend a leg; `cash` is what it brings at its limit with the highest fee (below 0: costs). */
export type Mend = Readonly<{
  leg: Leg
  side: 'buy' | 'sell'
  shares: Size
  limit: Price
  cash: number
}>

/**
 * A way to go on from an uneven stage. `result` is the basket's profit in the worst state after it, in micro-dollars;
 * `hold` sends nothing: what no complete part needs stays and counts nothing.
 */
export type Repair = Readonly<{
  kind: 'complete' | 'unwind' | 'hold'
  mends: readonly Mend[]
  result: number
}>

/**
 * What is known of the money: the guaranteed inflow of the whole basket, what went out and came in so far, what may
 * still go out, and the most that repairs may lose.
 */
export type Money = Readonly<{
  inflow: number
  outlay: number
  income: number
  room: number
  maxLegLoss: number
}>

/** The largest part that every leg has reached. */
export const commonPart = (legs: readonly LegState[]): Part => {
  let least: Part = { of: 1, from: 1 }
  for (const { leg, net } of legs) {
    const of = Math.max(0, net)
    if (of * least.from < least.of * leg.shares) least = { of, from: leg.shares }
  }
  return least
}

/** Takes a part of a share count, rounded down. */
export const partOf = (shares: number, { of, from }: Part): number =>
  mulDiv(shares, of, from, 'down')

/**
 * Lists the ways on from a stage of buys that filled unevenly: buy what is missing, sell what no complete part needs,
 * or go on as it is. What the venue lets no one trade stays and counts nothing.
 */
export const repairsOfBuys = (legs: readonly LegState[], money: Money): readonly Repair[] => {
  const paid = money.income - money.outlay
  const common = commonPart(legs)
  const out: Repair[] = []
  const buys = legs
    .filter(({ wanted, net }) => wanted - net > TOLERANCE)
    .flatMap((each) => mend(each, 'buy', each.wanted - each.net) ?? [])
  if (buys.length > 0 && -sum(buys) <= money.room) {
    const after = commonPart(
      legs.map((each) => ({ ...each, net: each.net + boughtFor(each, buys) })),
    )
    const result = partOf(money.inflow, after) + paid + sum(buys)
    out.push({ kind: 'complete', mends: buys, result })
  }
  const sells = legs
    .filter((each) => excessOf(each, common) > TOLERANCE)
    .flatMap((each) => mend(each, 'sell', excessOf(each, common)) ?? [])
  if (sells.length > 0) {
    const result = partOf(money.inflow, common) + paid + sum(sells)
    out.push({ kind: 'unwind', mends: sells, result })
  }
  return [...out, { kind: 'hold', mends: [], result: partOf(money.inflow, common) + paid }]
}

/**
 * Lists the ways on from a stage of sells: sell the rest for what is bid. `stageIncome` is what the stage's sells
 * brought; what the certificate counted on is each leg at its limit, less the fee there.
 */
export const repairsOfSells = (
  legs: readonly LegState[],
  money: Money,
  part: Part,
  stageIncome: number,
): readonly Repair[] => {
  const sells = legs
    .filter(({ wanted, net }) => wanted - net > TOLERANCE)
    .flatMap((each) => mend(each, 'sell', each.wanted - each.net) ?? [])
  if (sells.length === 0) return []
  const planned = legs.reduce((total, { leg, wanted, terms }) => {
    const shares = wanted as Size
    const charge = terms === undefined ? 0 : feeBound(terms.fee, shares, leg.limit, leg.limit)
    return total + notional(shares, leg.limit, 'up') - charge
  }, 0)
  const elsewhere = money.income - stageIncome - money.outlay
  const result = partOf(money.inflow, part) + elsewhere + stageIncome - planned + sum(sells)
  return [{ kind: 'complete', mends: sells, result }]
}

/** Picks the repair that loses least, when that is no more than the basket may lose; the first of equals. */
export const leastLoss = (repairs: readonly Repair[], money: Money): Repair | undefined => {
  let best: Repair | undefined
  for (const repair of repairs) {
    if (-repair.result > money.maxLegLoss) continue
    if (best === undefined || repair.result > best.result) best = repair
  }
  return best
}

/** Shares of a leg beyond what the common part needs. */
export const excessOf = ({ leg, net }: LegState, common: Part): number =>
  net - partOf(leg.shares, common)

const sum = (mends: readonly Mend[]): number => mends.reduce((total, each) => total + each.cash, 0)

const boughtFor = ({ leg }: LegState, buys: readonly Mend[]): number =>
  buys.find((buy) => buy.leg === leg)?.shares ?? 0

/** The deepest a repair reaches for its shares, in percent of the best price. */
const REPAIR_REACH_PERCENT = 20

const mend = ({ leg, terms }: LegState, side: 'buy' | 'sell', shares: number): Mend | undefined => {
  if (terms === undefined) return undefined
  const { book, fee, tick } = terms
  const best = side === 'buy' ? bestAsk(book) : bestBid(book)
  if (best === undefined) return undefined
  const reach = Math.round(slippageCap(side, best, REPAIR_REACH_PERCENT)) as Price
  const walk = walkBook(book, side, { shares: shares as Size, limit: reach, fee })
  if (walk.worstPrice === undefined) return undefined
  const further = side === 'buy' ? PRICE_ONE : 0
  const near = side === 'buy' ? walk.worstPrice + 99 : walk.worstPrice - 99
  const bound = side === 'buy' ? Math.min(further, near) : Math.max(further, near)
  const limit = coarseLimit(side, walk.worstPrice, bound, tick)
  if (limit === undefined) return undefined
  const lots = floorToLot(walk.size, takeLot(side, limit))
  if (tooSmall(terms, lots, side === 'buy' ? best : limit) !== undefined) return undefined
  const charge = feeBound(fee, lots, Math.min(best, limit), Math.max(best, limit), walk.levels)
  const dollars = notional(lots, limit, side === 'buy' ? 'up' : 'down')
  return { leg, side, shares: lots, limit, cash: (side === 'buy' ? -dollars : dollars) - charge }
}
