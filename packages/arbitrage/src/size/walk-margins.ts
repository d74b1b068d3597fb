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

/** Walks all legs together, up to `most` sets, or as many as `maxUsd` pays for: then that is the last end. */
export const walkMargins = (
  recipe: Recipe,
  curves: readonly LegCurve[],
  { targetEdge, maxUsd }: Pick<CertifyOptions, 'targetEdge' | 'maxUsd'>,
  most: number,
): Stretches => {
  const kept = 1 - recipe.feeBips / 10_000
  const aside = SIZE_ONE * (recipe.dollarsBack * kept - recipe.splits.length) - targetEdge
  const at = curves.map(() => 0)
  const ends: number[] = []
  const surpluses: number[] = []
  let [reached, surplus, spent, peak, beyond] = [0, 0, 0, -1, 0]
  while (reached < most && beyond < BEYOND) {
    let margin = aside
    let cost = recipe.splits.length * SIZE_ONE
    let end = most
    for (let i = 0; i < curves.length; i++) {
      const curve = curves[i] as LegCurve
      const level = levelAt(curve, reached + 1, at[i])
      if (level === undefined) return { ends, surpluses, peak }
      at[i] = level
      end = Math.min(end, curve.ends[level] as number)
      const unit = curve.units[level] as number
      margin += curve.leg.side === 'buy' ? -unit : unit
      if (curve.leg.side === 'buy') cost += unit
    }
    const affordable = reached + Math.floor(((maxUsd - spent) / cost) * SIZE_ONE)
    const last = affordable < end
    if (last) end = affordable
    surplus += (margin * (end - reached)) / SIZE_ONE
    spent += (cost * (end - reached)) / SIZE_ONE
    reached = end
    ends.push(end)
    surpluses.push(surplus)
    if (margin >= 0) peak = ends.length - 1
    else beyond += 1
    if (last) break
  }
  return { ends, surpluses, peak }
}
