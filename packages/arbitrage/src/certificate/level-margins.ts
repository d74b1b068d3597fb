import { type FeeSchedule, SIZE_ONE, type Size, takerFee, type Usd } from '@bot/core'
import type { CertifiedLeg, LevelMargin } from './certificate.js'

/** Money apart from the legs in the worst state, and the fee schedule of each leg. */
export type MarginParts = Readonly<{ aside: number; fees: readonly FeeSchedule[] }>

type Step = { leg: CertifiedLeg; fee: FeeSchedule; level: number; reached: number; unit: number }

/**
 * Says what each stretch of shares earns in the worst state: a stretch ends where some leg leaves its level.
 *
 * `aside` is what comes back less what is paid apart from the legs, in micro-dollars.
 */
export const levelMargins = (
  legs: readonly CertifiedLeg[],
  { aside, fees }: MarginParts,
): readonly LevelMargin[] => {
  const most = legs.reduce((largest, { shares }) => Math.max(largest, shares), 0)
  if (most === 0) return []
  const steps = legs.map((leg, index) => toStep(leg, fees[index]))
  const margins: LevelMargin[] = []
  for (let end = 0; end < most; ) {
    end = steps.reduce((least, step) => Math.min(least, endOf(step, most)), most)
    margins.push({ shares: end as Size, edge: edgeOf(steps, aside, most) as Usd })
    for (const step of steps) while (endOf(step, most) <= end && advance(step));
  }
  return margins
}

const toStep = (leg: CertifiedLeg, fee: FeeSchedule | undefined): Step => {
  const step = { leg, fee: fee ?? NO_SCHEDULE, level: -1, reached: 0, unit: 0 }
  advance(step)
  return step
}

const NO_SCHEDULE: FeeSchedule = { ratePpm: 0, exponent: 1, takerOnly: true }

/** Moves to the next level; says whether there is one. */
const advance = (step: Step): boolean => {
  const next = step.leg.levels[step.level + 1]
  if (next === undefined) return false
  step.level += 1
  step.reached += next.shares
  const fee = takerFee(step.fee, SIZE_ONE as Size, next.price, 'up')
  step.unit = step.leg.side === 'buy' ? -(next.price * 100 + fee) : next.price * 100 - fee
  return true
}

/** Where a leg's level ends, in shares of the largest leg, rounded down. */
const endOf = ({ leg, reached }: Step, most: number): number =>
  leg.shares === most
    ? reached
    : Number((BigInt(reached) * BigInt(most)) / BigInt(Math.max(1, leg.shares)))

const edgeOf = (steps: readonly Step[], aside: number, most: number): number => {
  if (steps.every(({ leg }) => leg.shares === most)) {
    const units = steps.reduce((sum, { unit }) => sum + unit, 0)
    return floorDivide(BigInt(aside) * BigInt(SIZE_ONE), BigInt(most)) + units
  }
  const units = steps.reduce((sum, { leg, unit }) => sum + BigInt(leg.shares) * BigInt(unit), 0n)
  return floorDivide(BigInt(aside) * BigInt(SIZE_ONE) + units, BigInt(most))
}

const floorDivide = (a: bigint, b: bigint): number => Number(a >= 0n ? a / b : -((-a + b - 1n) / b))
