import { SIZE_ONE } from '@bot/core'
import type { CertifyOptions } from '../certificate/certify-options.js'
import type { Recipe } from '../detect/recipe.js'
import { createEndQueue, type EndQueue, moveFirst } from './end-queue.js'
import { type LegCurve, levelAt } from './leg-curve.js'

/**
 * Where some leg's level ends, ascending, and what that many sets earn above the target edge, in micro-dollars.
 *
 * Without rounding, so never less than the truth. The gain of one more set only falls: the ends go up to the best
 * one, `peak`, and a little past it, where a lot may force the size.
 */
export type Stretches = Readonly<{ ends: number[]; surpluses: number[]; peak: number }>

/** How many ends past the best one are worth a look. */
const BEYOND = 2

/** One more set: what it earns above the target, what it costs before anything comes back, and where legs' levels end. */
type Step = { margin: number; cost: number } & Readonly<{ queue: EndQueue; levels: number[] }>

/** Walks all legs together, up to `most` sets, or as many as `maxUsd` pays for: then that is the last end. */
export const walkMargins = (
  recipe: Recipe,
  curves: readonly LegCurve[],
  { targetEdge, maxUsd }: Pick<CertifyOptions, 'targetEdge' | 'maxUsd'>,
  most: number,
): Stretches => {
  const ends: number[] = []
  const surpluses: number[] = []
  const step = firstStep(recipe, curves, targetEdge)
  let [reached, surplus, spent, peak, beyond] = [0, 0, 0, -1, 0]
  while (reached < most && beyond < BEYOND && advance(step, curves, reached)) {
    const first = step.queue.order[0] as number
    const end = Math.min(most, step.queue.ends[first] as number)
    const affordable = reached + Math.floor(((maxUsd - spent) / step.cost) * SIZE_ONE)
    const last = Math.min(end, affordable)
    surplus += (step.margin * (last - reached)) / SIZE_ONE
    spent += (step.cost * (last - reached)) / SIZE_ONE
    reached = last
    ends.push(last)
    surpluses.push(surplus)
    if (step.margin >= 0) peak = ends.length - 1
    else beyond += 1
    if (affordable < end) break
  }
  return { ends, surpluses, peak }
}

const firstStep = (recipe: Recipe, curves: readonly LegCurve[], targetEdge: number): Step => {
  const kept = 1 - recipe.feeBips / 10_000
  const split = recipe.splits.length * SIZE_ONE
  const margin = SIZE_ONE * recipe.dollarsBack * kept - split - targetEdge
  const levels = curves.map(() => -1)
  return { margin, cost: split, queue: createEndQueue(curves.length), levels }
}

/** Takes the legs that end where the step does to their next level; false when one has none. */
const advance = (step: Step, curves: readonly LegCurve[], reached: number): boolean => {
  const { queue, levels } = step
  const { ends, order } = queue
  for (let i = order[0] as number; ends[i] === reached; i = order[0] as number) {
    const curve = curves[i] as LegCurve
    const before = levels[i] as number
    const level = levelAt(curve, reached + 1, before + 1)
    if (level === undefined) return false
    const change = (curve.units[level] as number) - (curve.units[before] ?? 0)
    levels[i] = level
    step.margin += curve.leg.side === 'buy' ? -change : change
    if (curve.leg.side === 'buy') step.cost += change
    moveFirst(queue, curve.ends[level] as number)
  }
  return true
}
