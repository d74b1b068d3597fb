import { type FeeSchedule, type Price, SIZE_ONE, type Size, takerFee, type Usd } from '@bot/core'
import type { CertifiedLeg, LevelMargin } from './certificate.js'

type Step = { leg: CertifiedLeg; fee: FeeSchedule; level: number; reached: number; unit: number }

/**
 * Says what each stretch of shares of the largest leg earns, `most` of them, when all others are stretched to it.
 *
 * `aside` is what comes back less what is paid apart from the legs, in micro-dollars.
 */
export const scaledMargins = (
  legs: readonly CertifiedLeg[],
  aside: number,
  fees: readonly FeeSchedule[],
  most: number,
): readonly LevelMargin[] => {
  const steps = legs.map((leg, index) => toStep(leg, fees[index]))
  const margins: LevelMargin[] = []
  for (let end = 0; end < most; ) {
    end = steps.reduce((least, step) => Math.min(least, endOf(step, most)), most)
    margins.push({ shares: end as Size, edge: edgeOf(steps, aside, most) as Usd })
    for (const step of steps) while (endOf(step, most) <= end && advance(step));
  }
  return margins
}

/** What a share of a level brings (above 0) or costs (below), its fee rounded up, in micro-dollars. */
export const unitOf = (side: 'buy' | 'sell', fee: FeeSchedule, at: Price): number => {
  const charged = takerFee(fee, SIZE_ONE as Size, at, 'up')
  return side === 'buy' ? -(at * 100 + charged) : at * 100 - charged
}

/** Divides and rounds down, below 0 too. */
export const floorDivide = (a: bigint, b: bigint): number =>
  Number(a >= 0n ? a / b : -((-a + b - 1n) / b))

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
  step.unit = unitOf(step.leg.side, step.fee, next.price)
  return true
}

/** Where a leg's level ends, in shares of the largest leg, rounded down. */
const endOf = ({ leg, reached }: Step, most: number): number =>
  leg.shares === most
    ? reached
    : Number((BigInt(reached) * BigInt(most)) / BigInt(Math.max(1, leg.shares)))

const edgeOf = (steps: readonly Step[], aside: number, most: number): number => {
  const units = steps.reduce((sum, { leg, unit }) => sum + BigInt(leg.shares) * BigInt(unit), 0n)
  return floorDivide(BigInt(aside) * BigInt(SIZE_ONE) + units, BigInt(most))
}
