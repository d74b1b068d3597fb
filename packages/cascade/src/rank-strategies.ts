import type { Priority, Strategy } from '@bot/core'
import type { Evidence } from './evidence.js'

const RANK: Readonly<Record<Priority, number>> = { critical: 0, high: 1, medium: 2, low: 3 }

/** Orders strategies: by priority, then by recent evidence, best first, then by name. */
export const rankStrategies = (
  strategies: readonly Strategy[],
  evidence: Pick<Evidence, 'of'>,
): readonly Strategy[] => {
  const scores = new Map(strategies.map(({ name }) => [name, evidence.of(name).score]))
  const score = (strategy: Strategy): number => scores.get(strategy.name) ?? 0
  return [...strategies].sort(
    (a, b) =>
      RANK[a.priority] - RANK[b.priority] || score(b) - score(a) || (a.name < b.name ? -1 : 1),
  )
}
