import { SIZE_ONE } from '@bot/core'
import type { CertifyOptions } from '../certificate/certify-options.js'
import type { Recipe } from '../detect/recipe.js'
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
type Step = {
  margin: number
  cost: number
  readonly levels: Int32Array
  readonly ends: Float64Array
}

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
  while (reached < most && beyond < BEYOND) {
    let end = most
    for (let i = 0; i < curves.length; i++) {
      const reaches = step.ends[i] as number
      if (reaches < end) end = reaches
    }
    const affordable = reached + Math.floor(((maxUsd - spent) / step.cost) * SIZE_ONE)
    const last = affordable < end
    if (last) end = affordable
    surplus += (step.margin * (end - reached)) / SIZE_ONE
    spent += (step.cost * (end - reached)) / SIZE_ONE
    reached = end
    ends.push(end)
    surpluses.push(surplus)
    if (step.margin >= 0) peak = ends.length - 1
    else beyond += 1
    if (last || !advance(step, curves, reached)) break
  }
  return { ends, surpluses, peak }
}

const firstStep = (recipe: Recipe, curves: readonly LegCurve[], targetEdge: number): Step => {
  const kept = 1 - recipe.feeBips / 10_000
  const split = recipe.splits.length * SIZE_ONE
  const margin = SIZE_ONE * recipe.dollarsBack * kept - split - targetEdge
  const levels = new Int32Array(curves.length).fill(-1)
  const step = { margin, cost: split, levels, ends: new Float64Array(curves.length) }
  advance(step, curves, 0)
  return step
}

/** Takes the legs that end where the step does to their next level; false when one has none. */
const advance = (step: Step, curves: readonly LegCurve[], reached: number): boolean => {
  for (let i = 0; i < curves.length; i++) {
    if ((step.ends[i] as number) > reached) continue
    const curve = curves[i] as LegCurve
    const before = step.levels[i] as number
    const level = levelAt(curve, reached + 1, before + 1)
    if (level === undefined) return false
    const change = (curve.units[level] as number) - (curve.units[before] ?? 0)
    step.levels[i] = level
    step.ends[i] = curve.ends[level] as number
    step.margin += curve.leg.side === 'buy' ? -change : change
    if (curve.leg.side === 'buy') step.cost += change
  }
  return true
}
