import { type FeeSchedule, SIZE_ONE, type Size, type Usd } from '@bot/core'
import { createEndQueue, moveFirst, zeros } from '../size/end-queue.js'
import type { CertifiedLeg, LevelMargin } from './certificate.js'
import { floorDivide, scaledMargins, unitOf } from './scaled-margins.js'

/**
 * Money apart from the legs in the worst state, in micro-dollars, and the fee schedule of each leg; `feeBips` of the
 * adapter where the legs are converted.
 */
export type MarginParts = Readonly<{
  aside: number
  fees: readonly FeeSchedule[]
  feeBips?: number | undefined
}>

/**
 * Says what each stretch of shares earns in the worst state: a stretch ends where some leg leaves its level.
 *
 * Conversions of different sizes lie inside one another: a stretch is of the legs that have so many shares. Legs of
 * other kinds that differ in size are stretched to the largest.
 */
export const levelMargins = (
  legs: readonly CertifiedLeg[],
  parts: MarginParts,
): readonly LevelMargin[] => {
  const most = legs.reduce((largest, { shares }) => Math.max(largest, shares), 0)
  if (most === 0) return []
  const { feeBips, aside, fees } = parts
  if (feeBips !== undefined) {
    const kept = 100 * (10_000 - feeBips)
    // A sale costs the dollar that was split for it.
    const split = legs[0]?.side === 'sell' ? SIZE_ONE : 0
    return stackedMargins(legs, fees, most, (count) => kept * (count - 1) - split * count)
  }
  if (legs.some(({ shares }) => shares !== most)) return scaledMargins(legs, aside, fees, most)
  const back = floorDivide(BigInt(aside) * BigInt(SIZE_ONE), BigInt(most))
  return stackedMargins(legs, fees, most, () => back)
}

/** All legs side by side; `backOf` so many of them is what a share of each brings apart from the orders. */
const stackedMargins = (
  legs: readonly CertifiedLeg[],
  fees: readonly FeeSchedule[],
  most: number,
  backOf: (count: number) => number,
): readonly LevelMargin[] => {
  const margins: LevelMargin[] = []
  const queue = createEndQueue(legs.length)
  const { ends, order } = queue
  const units = zeros(legs.length)
  const levels = zeros(legs.length)
  let [reached, count, sum] = [0, legs.length, 0]
  while (reached < most) {
    for (let i = order[0] as number; ends[i] === reached; i = order[0] as number) {
      const { side, levels: taken } = legs[i] as CertifiedLeg
      const level = taken[levels[i] as number]
      const unit = level === undefined ? 0 : unitOf(side, fees[i] as FeeSchedule, level.price)
      sum += unit - (units[i] as number)
      units[i] = unit
      levels[i] = (levels[i] as number) + 1
      if (level === undefined) count -= 1
      moveFirst(queue, level === undefined ? Number.POSITIVE_INFINITY : reached + level.shares)
    }
    reached = Math.min(most, ends[order[0] as number] as number)
    margins.push({ shares: reached as Size, edge: (backOf(count) + sum) as Usd })
  }
  return margins
}
