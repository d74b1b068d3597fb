import {
  floorLevels,
  type Levels,
  type MarketFacts,
  messageOf,
  type Refusal,
  type Scheduler,
  type Signal,
  type Strategy,
  type StrategyFailure,
  type Subject,
  type Trigger,
  type View,
  type Want,
} from '@bot/core'
import type { MarketIndex } from '../state/market-index.js'

/** What one or more evaluations brought. */
export type Findings = {
  readonly signals: Signal[]
  readonly refusals: Refusal[]
  readonly wants: Want[]
  readonly failures: StrategyFailure[]
  readonly evaluated: Set<string>
  readonly subjects: Set<string>
}

/** Makes an empty collection. */
export const createFindings = (): Findings => ({
  signals: [],
  refusals: [],
  wants: [],
  failures: [],
  evaluated: new Set(),
  subjects: new Set(),
})

/** Runs strategies at their floors, each isolated from the others. */
export type Evaluator = (
  market: MarketFacts,
  trigger: Trigger,
  cause: Subject['trigger'],
  into: Findings,
) => void

/** Makes the evaluator. A strategy that throws is reported to the scheduler and counted; the rest goes on. */
export const createEvaluator = (
  strategies: readonly Strategy[],
  markets: MarketIndex,
  view: View,
  scheduler: Scheduler,
): Evaluator => {
  const floors = new Map<string, Levels>(
    strategies.map((strategy) => [strategy.name, floorLevels(strategy.thresholds)]),
  )
  return (market, trigger, cause, into) => {
    for (const strategy of markets.interested(market.id, trigger)) {
      if (!scheduler.eligible(strategy.name, view.now)) continue
      const subject = markets.subjectOf(market, strategy, cause)
      const once = `${strategy.name} ${subject.key}`
      if (into.subjects.has(once)) continue
      into.subjects.add(once)
      into.evaluated.add(strategy.name)
      try {
        sort(strategy.evaluate(subject, view, floors.get(strategy.name) ?? {}), into)
      } catch (thrown) {
        const reason = messageOf(thrown)
        into.failures.push({ kind: 'strategy-failed', strategy: strategy.name, reason })
        scheduler.failed(strategy.name, 'threw', reason, view.now)
      }
    }
  }
}

const sort = (found: readonly (Signal | Want | Refusal)[], into: Findings): void => {
  for (const each of found) {
    if (each.kind === 'signal') into.signals.push(each)
    else if (each.kind === 'want') into.wants.push(each)
    else into.refusals.push(each)
  }
}
