import type { Strategy } from '@bot/core'

/**
 * Wraps strategies so that each evaluation is timed; one that takes longer than `budgetMs` is reported. The results
 * are untouched, so replay without the wrapper decides the same.
 */
export const timeStrategies = (
  strategies: readonly Strategy[],
  options: Readonly<{
    budgetMs: number
    /** Milliseconds on a clock that never goes back. */
    monotonic: () => number
    onOverran: (strategy: string, millis: number) => void
  }>,
): readonly Strategy[] =>
  strategies.map((strategy) => ({
    ...strategy,
    evaluate: (subject, view, levels) => {
      const started = options.monotonic()
      try {
        return strategy.evaluate(subject, view, levels)
      } finally {
        const millis = options.monotonic() - started
        if (millis > options.budgetMs) options.onOverran(strategy.name, Math.round(millis))
      }
    },
  }))
