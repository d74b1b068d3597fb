import type { Stamped, Tick } from '@bot/core'

/** What a strategy brought so far. */
export type StrategyCount = { signals: number; taken: number; failures: number }

/** Counts by strategy. */
export type StrategyCounts = Readonly<{
  observe: (stamped: Stamped, tick: Tick) => void
  of: (strategy: string) => Readonly<StrategyCount>
  basketOwner: (basket: string) => string | undefined
}>

const NONE: StrategyCount = { signals: 0, taken: 0, failures: 0 }

/** Makes counts of nothing. A signal that the cascade refused counts as a signal, not as taken. */
export const createStrategyCounts = (): StrategyCounts => {
  const counts = new Map<string, StrategyCount>()
  const baskets = new Map<string, string>()
  const count = (strategy: string): StrategyCount => {
    let found = counts.get(strategy)
    if (found === undefined) {
      found = { ...NONE }
      counts.set(strategy, found)
    }
    return found
  }
  return {
    observe: (_stamped, tick) => {
      for (const decision of tick.decisions) {
        if (decision.kind === 'signal') {
          count(decision.strategy).signals += 1
          count(decision.strategy).taken += 1
          if (decision.basket !== undefined) baskets.set(decision.basket.id, decision.strategy)
        } else if (decision.kind === 'strategy-failed') count(decision.strategy).failures += 1
        else if (decision.step === 'chosen') count(decision.by).signals += 1
      }
    },
    of: (strategy) => counts.get(strategy) ?? NONE,
    basketOwner: (basket) => baskets.get(basket),
  }
}
