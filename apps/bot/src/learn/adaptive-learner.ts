import {
  type Adapted,
  type AdaptiveInput,
  type AdaptiveState,
  ALL_STRATEGIES,
  adapt,
  createAdaptiveState,
  describeAdaptive,
} from '@bot/adaptive'
import type {
  Arrived,
  ClosedPosition,
  Stamped,
  Strategy,
  ThresholdFact,
  Tick,
  TimeMs,
  Usd,
  View,
} from '@bot/core'
import type { Settings } from '../config/settings.js'
import type { Logger } from '../log/create-logger.js'

/** Learns from what is traded and tells the engine by facts. */
export type AdaptiveLearner = Readonly<{
  /** Tells the engine what an earlier run learnt; a new engine starts at the declared thresholds. */
  resume: (now: TimeMs) => void
  /** Sees each event with its tick. */
  observe: (stamped: Stamped, tick: Tick) => void
  passTime: (now: TimeMs) => void
  rollBack: (adjustment: number, now: TimeMs) => void
  describe: (now: TimeMs) => ReturnType<typeof describeAdaptive>
  multiplier: (strategy: string) => number
  state: () => AdaptiveState
}>

/** What the learner needs. */
export type AdaptiveLearnerOptions = Readonly<{
  settings: Settings
  strategies: readonly Strategy[]
  view: () => View
  onEvents: (arrived: readonly Arrived[]) => void
  log: Logger
  now: TimeMs
  saved?: AdaptiveState
  save: (state: AdaptiveState) => void
  simulated: boolean
}>

/** Makes the learner. A basket counts as one trade of the strategy that wanted it, when all of it is closed. */
export const createAdaptiveLearner = (options: AdaptiveLearnerOptions): AdaptiveLearner => {
  const { settings, view, log } = options
  const limits = {
    lookbackTrades: settings.adaptiveLookbackTrades,
    emergencyHours: settings.adaptiveEmergencyHours,
  }
  const titles = new Map(options.strategies.map((strategy) => [strategy.name, strategy.title]))
  const basketStrategy = new Map<string, string>()
  let state = options.saved ?? createAdaptiveState(options.now)
  // What an earlier run closed was learnt from then.
  let seen = new Set<ClosedPosition>(view().ledger.closed)

  const take = (input: AdaptiveInput): void => {
    const adapted = adapt(state, input, limits)
    if (adapted.state === state) return
    state = adapted.state
    options.save(state)
    tell(adapted, input.at)
    options.onEvents(factsOf(adapted, input.at))
  }

  const factOf = (key: string, value: ThresholdFact, at: TimeMs): Arrived => ({
    at,
    event: {
      type: 'fact',
      kind: 'threshold',
      key,
      value,
      provenance: { source: 'adaptive', ageMs: 0, state: 'live', simulated: options.simulated },
    },
  })

  const factsOf = (adapted: Adapted, at: TimeMs): readonly Arrived[] => {
    const named = new Set(adapted.facts.map(({ strategy }) => strategy))
    return adapted.facts.flatMap(({ strategy, fact }) => {
      const keys =
        strategy === ALL_STRATEGIES
          ? [...titles.keys()].filter((name) => !named.has(name))
          : [strategy]
      return keys.map((key) => factOf(key, fact, at))
    })
  }

  const resume = (at: TimeMs): void => {
    const because = 'learnt in an earlier run'
    const kept = [...titles.keys()].flatMap((key): readonly Arrived[] => {
      const multiplier = state.strategies[key]?.multiplier ?? 1
      if (multiplier === 1 && state.emergency === 1) return []
      return [factOf(key, { multiplier, emergency: state.emergency, because }, at)]
    })
    if (kept.length > 0) options.onEvents(kept)
  }

  const tell = ({ adjustment, emergency }: Adapted, at: TimeMs): void => {
    if (adjustment !== undefined) {
      const verb = adjustment.to < adjustment.from ? 'Loosening' : 'Tightening'
      const title = titles.get(adjustment.strategy) ?? adjustment.strategy
      const rate =
        adjustment.winRate === undefined
          ? ''
          : ` (win rate: ${Math.round(adjustment.winRate * 100)}%)`
      log.info({ adjustment }, `Adaptive: ${verb} '${title}' thresholds${rate}`)
    }
    if (emergency === 'activated') {
      const hours = Math.floor((at - state.lastTradeAt) / 3_600_000)
      log.warn(
        { multiplier: state.emergency },
        `Emergency Mode: ACTIVATED (no trades for ${hours}h)`,
      )
    } else if (emergency !== undefined)
      log.info({ multiplier: state.emergency }, `Emergency Mode: ${emergency}`)
  }

  return {
    resume,
    observe: (stamped, tick) => {
      for (const decision of tick.decisions) {
        if (decision.kind === 'signal' && decision.basket !== undefined) {
          basketStrategy.set(decision.basket.id, decision.strategy)
        }
      }
      if (stamped.event.type !== 'execution' && stamped.event.type !== 'settlement') return
      if (stamped.event.type === 'execution' && stamped.event.report.status === 'matched') {
        take({ kind: 'trade-opened', at: stamped.at })
      }
      const { closed, positions } = view().ledger
      for (const each of closed) {
        if (seen.has(each)) continue
        const basket = each.position.basket
        if (basket === undefined) {
          take({
            kind: 'trade-closed',
            at: stamped.at,
            strategy: each.position.owner,
            pnl: each.realised,
          })
        } else {
          const parts = closed.filter((other) => other.position.basket === basket)
          const open = [...positions.values()].some((position) => position.basket === basket)
          if (open) continue
          const pnl = parts.reduce((sum, part) => sum + part.realised, 0) as Usd
          const strategy = basketStrategy.get(basket)
          if (strategy !== undefined) take({ kind: 'trade-closed', at: stamped.at, strategy, pnl })
          basketStrategy.delete(basket)
          for (const part of parts) seen.add(part)
        }
        seen.add(each)
      }
      if (seen.size > closed.length * 2 + 100)
        seen = new Set(closed.filter((each) => seen.has(each)))
    },
    passTime: (at) => take({ kind: 'time-passed', at }),
    rollBack: (adjustment, at) => take({ kind: 'roll-back', at, adjustment }),
    describe: (now) => describeAdaptive(state, now),
    multiplier: (strategy) => (state.strategies[strategy]?.multiplier ?? 1) * state.emergency,
    state: () => state,
  }
}
