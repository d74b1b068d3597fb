import {
  floorLevels,
  type Levels,
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
import type { KnownMarket, MarketIndex } from '../state/market-index.js'

/** What one or more evaluations brought. */
export type Findings = {
  readonly signals: Signal[]
  readonly refusals: Refusal[]
  readonly wants: Want[]
  readonly failures: StrategyFailure[]
  /** Names of strategies that ran, each once. */
  readonly evaluated: string[]
  /** Events that a strategy looked at already, by its name; only where several markets are gone through. */
  readonly events: Map<string, Set<string>> | undefined
}

/** Makes an empty collection. With `several` markets to go through, each event is looked at once. */
export const createFindings = (several: boolean): Findings => ({
  signals: [],
  refusals: [],
  wants: [],
  failures: [],
  evaluated: [],
  events: several ? new Map() : undefined,
})

/** Runs strategies at their floors, each isolated from the others. */
export type Evaluator = (
  known: KnownMarket,
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
  return (known, trigger, cause, into) => {
    const strategies = known.triggers.get(trigger)
    if (strategies === undefined) return
    for (const strategy of strategies) {
      if (!scheduler.eligible(strategy.name, view.now)) continue
      const subject = subjectOf(known, strategy, cause, markets, into)
      if (subject === undefined) continue
      if (!into.evaluated.includes(strategy.name)) into.evaluated.push(strategy.name)
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

/** What the strategy looks at: the market, or its whole event; nothing when it has looked at that event already. */
const subjectOf = (
  { id, market, alone }: KnownMarket,
  strategy: Strategy,
  trigger: Subject['trigger'],
  markets: MarketIndex,
  into: Findings,
): Subject | undefined => {
  const { event } = market
  if (strategy.interest.subject === 'market' || event === undefined) {
    return { key: id, markets: alone, trigger }
  }
  if (into.events !== undefined) {
    const seen = into.events.get(strategy.name)
    if (seen === undefined) into.events.set(strategy.name, new Set([event]))
    else if (seen.has(event)) return undefined
    else seen.add(event)
  }
  return { key: event, markets: markets.eventMarkets(event), trigger }
}

const sort = (found: readonly (Signal | Want | Refusal)[], into: Findings): void => {
  for (const each of found) {
    if (each.kind === 'signal') into.signals.push(each)
    else if (each.kind === 'want') into.wants.push(each)
    else into.refusals.push(each)
  }
}
