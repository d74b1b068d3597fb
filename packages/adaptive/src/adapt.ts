import type { ThresholdFact, TimeMs, Usd } from '@bot/core'
import { adjustMultiplier } from './rules/adjust-multiplier.js'
import { emergencyMultiplier } from './rules/emergency-multiplier.js'
import type {
  AdaptiveOptions,
  AdaptiveState,
  Adjustment,
  StrategyRecord,
} from './state/adaptive-state.js'

/** What the policy learns from. A `basket` counts as one trade: report its total once. */
export type AdaptiveInput =
  | Readonly<{ kind: 'trade-opened'; at: TimeMs }>
  | Readonly<{ kind: 'trade-closed'; at: TimeMs; strategy: string; pnl: Usd }>
  | Readonly<{ kind: 'time-passed'; at: TimeMs }>
  | Readonly<{ kind: 'roll-back'; at: TimeMs; adjustment: number }>

/** What an input changed: facts to publish (key is the strategy), and what a person should read. */
export type Adapted = Readonly<{
  state: AdaptiveState
  facts: readonly Readonly<{ strategy: string; fact: ThresholdFact }>[]
  adjustment?: Adjustment
  emergency?: 'activated' | 'deepened' | 'ended'
}>

/** Fact key that speaks for strategies without a record of their own. */
export const ALL_STRATEGIES = '*'

const UNKNOWN: StrategyRecord = { results: [], multiplier: 1, sinceChange: 0 }
const HOUR_MS = 3_600_000

/**
 * Folds one input into what was learnt. Pure: the same inputs in the same order give the same thresholds.
 *
 * The multipliers are wishes: `scaleLevels` in core keeps every level above its strategy's floor.
 */
export const adapt = (
  state: AdaptiveState,
  input: AdaptiveInput,
  options: AdaptiveOptions = {},
): Adapted => {
  switch (input.kind) {
    case 'trade-opened':
      return traded(state, input.at)
    case 'trade-closed':
      return learn(state, input, options)
    case 'time-passed':
      return passTime(state, input.at, options.emergencyHours ?? 6)
    case 'roll-back':
      return rollBack(state, input.at, input.adjustment, options)
  }
}

const traded = (state: AdaptiveState, at: TimeMs): Adapted => {
  const ended = state.emergency !== 1
  const next = { ...state, lastTradeAt: at, emergency: 1 }
  if (!ended) return { state: next, facts: [] }
  return { state: next, facts: factsOf(next, 'emergency mode ended: a trade'), emergency: 'ended' }
}

const learn = (
  state: AdaptiveState,
  input: Extract<AdaptiveInput, { kind: 'trade-closed' }>,
  options: AdaptiveOptions,
): Adapted => {
  const { lookbackTrades = 50, minTrades = 10, minSinceChange = 5 } = options
  const before = state.strategies[input.strategy] ?? UNKNOWN
  const record = {
    results: [...before.results, input.pnl].slice(-lookbackTrades),
    multiplier: before.multiplier,
    sinceChange: before.sinceChange + 1,
  }
  const remembered = withRecord(state, input.strategy, record)
  if (record.results.length < minTrades || record.sinceChange < minSinceChange) {
    return { state: remembered, facts: [] }
  }
  const adjusted = adjustMultiplier(record.multiplier, record.results)
  if (adjusted === undefined) return { state: remembered, facts: [] }
  const { multiplier: to, because, winRate } = adjusted
  const detail = { because, trades: record.results.length, winRate }
  return change(remembered, input.at, input.strategy, to, detail, options)
}

const withRecord = (
  state: AdaptiveState,
  strategy: string,
  record: StrategyRecord,
): AdaptiveState => ({ ...state, strategies: { ...state.strategies, [strategy]: record } })

const change = (
  state: AdaptiveState,
  at: TimeMs,
  strategy: string,
  to: number,
  detail: Pick<Adjustment, 'because' | 'trades' | 'winRate'>,
  options: AdaptiveOptions,
): Adapted => {
  const record = state.strategies[strategy] ?? UNKNOWN
  const id = state.totalAdjustments + 1
  const adjustment: Adjustment = { id, at, strategy, from: record.multiplier, to, ...detail }
  const next: AdaptiveState = {
    ...withRecord(state, strategy, { ...record, multiplier: to, sinceChange: 0 }),
    adjustments: [...state.adjustments, adjustment].slice(-(options.adjustmentsKept ?? 200)),
    totalAdjustments: id,
  }
  return { state: next, facts: [factOf(next, strategy, detail.because)], adjustment }
}

const passTime = (state: AdaptiveState, at: TimeMs, afterHours: number): Adapted => {
  const emergency = emergencyMultiplier((at - state.lastTradeAt) / HOUR_MS, afterHours)
  if (emergency >= state.emergency) return { state, facts: [] }
  const next = { ...state, emergency }
  const because = `no trade for ${afterHours} h`
  return {
    state: next,
    facts: factsOf(next, because),
    emergency: state.emergency === 1 ? 'activated' : 'deepened',
  }
}

const rollBack = (
  state: AdaptiveState,
  at: TimeMs,
  id: number,
  options: AdaptiveOptions,
): Adapted => {
  const target = state.adjustments.find((each) => each.id === id && each.rolledBack !== true)
  if (target === undefined) return { state, facts: [] }
  const marked = {
    ...state,
    adjustments: state.adjustments.map((each) =>
      each === target ? { ...each, rolledBack: true } : each,
    ),
  }
  const because = `rolled back change ${id}`
  return change(
    marked,
    at,
    target.strategy,
    target.from,
    { because, trades: target.trades },
    options,
  )
}

const factOf = (
  state: AdaptiveState,
  strategy: string,
  because: string,
): Adapted['facts'][number] => ({
  strategy,
  fact: {
    multiplier: state.strategies[strategy]?.multiplier ?? 1,
    emergency: state.emergency,
    because,
  },
})

const factsOf = (state: AdaptiveState, because: string): Adapted['facts'] =>
  [ALL_STRATEGIES, ...Object.keys(state.strategies)].map((each) => factOf(state, each, because))
