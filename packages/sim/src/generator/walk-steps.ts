import {
  type FeeSchedule,
  type Level,
  mulDiv,
  notional,
  PRICE_ONE,
  type Price,
  SIZE_ONE,
  type Size,
  takerFee,
  USD_ONE,
  type Usd,
} from '@bot/core'
import type { PlantedStep } from './generator-options.js'

/** What a leg offers, best first, what taking it costs, and the fewest shares that may be taken. */
export type OfferedLeg = Readonly<{
  levels: readonly Level[]
  fee: FeeSchedule | undefined
  least: number
}>

/**
 * Walks all legs together, level by level: what the first shares cost and earn when a set pays `pays` (1/10,000
 * dollar). It goes on as long as the next share earns, or until the least that the venue takes, and leaves out what is
 * less than that.
 */
export const walkSteps = (legs: readonly OfferedLeg[], pays: number): readonly PlantedStep[] => {
  const least = Math.max(...legs.map((leg) => leg.least))
  const steps: PlantedStep[] = []
  let shares = 0
  let cost = 0
  for (;;) {
    const next = legs.map((leg) => levelAfter(leg.levels, shares))
    const left = Math.min(...next.map((level) => level?.left ?? 0))
    if (left <= 0) return steps
    const take = (shares < least ? Math.min(left, least - shares) : left) as Size
    const added = legs.reduce(
      (sum, { fee }, index) => sum + costOf(fee, take, next[index]?.price as Price),
      0,
    )
    const gained = mulDiv(take, pays * (USD_ONE / PRICE_ONE), SIZE_ONE, 'down') - added
    if (gained <= 0 && shares >= least) return steps
    shares += take
    cost += added
    const profit = mulDiv(shares, pays * (USD_ONE / PRICE_ONE), SIZE_ONE, 'down') - cost
    if (shares >= least) {
      steps.push({ shares: shares as Size, cost: cost as Usd, profit: profit as Usd })
    }
  }
}

const costOf = (fee: FeeSchedule | undefined, shares: Size, at: Price): number =>
  notional(shares, at, 'up') + (fee === undefined ? 0 : takerFee(fee, shares, at, 'up'))

const levelAfter = (
  levels: readonly Level[],
  shares: number,
): Readonly<{ price: Price; left: number }> | undefined => {
  let passed = 0
  for (const level of levels) {
    passed += level.size
    if (passed > shares) return { price: level.price, left: passed - shares }
  }
  return undefined
}
