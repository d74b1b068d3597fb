import { type Levels, type Strategy, scaleLevels, type View } from '@bot/core'

/**
 * Returns the levels that a strategy's signals must meet now: declared × adaptive multiplier × emergency × loosening,
 * never past a floor. A multiplier that is not above 0 counts as 1.
 */
export const currentLevels = (strategy: Strategy, view: View, loosening: number): Levels =>
  scaleLevels(strategy.thresholds, multiplierOf(strategy.name, view) * loosening)

/** Returns what adaptation and emergency multiply a strategy's thresholds by. */
const multiplierOf = (strategy: string, view: View): number => {
  const fact = view.fact('threshold', strategy)?.value
  const multiplier = (fact?.multiplier ?? 1) * (fact?.emergency ?? 1)
  return multiplier > 0 && Number.isFinite(multiplier) ? multiplier : 1
}
