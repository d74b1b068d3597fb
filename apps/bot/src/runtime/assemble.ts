import { createArbitrageStrategy, type Relation } from '@bot/arbitrage'
import { createCascade } from '@bot/cascade'
import {
  type Engine,
  type ExecutionPolicy,
  parseUsd,
  type Scheduler,
  type Strategy,
  type Usd,
} from '@bot/core'
import { type AccountState, createEngine, createPlainScheduler } from '@bot/engine'
import {
  createExecutionPolicy,
  type ExitOptions,
  FIRST_SYSTEM_LIMITS,
  type RestorablePolicy,
  type RiskLimits,
  type Sizing,
} from '@bot/executor'
import {
  createMarketOnlyStrategy,
  createVolatilityScalpStrategy,
  createWhaleCopyStrategy,
} from '@bot/strategies'
import type { Settings } from '../config/settings.js'

/** The deciding half of the bot: the same for a live run, a tape and a journal. */
export type Brain = Readonly<{
  engine: Engine
  policy: ExecutionPolicy
  scheduler: Scheduler
  strategies: readonly Strategy[]
}>

/** What a brain is made from. Everything that decides is in here, so that a journal can name it. */
export type BrainOptions = Readonly<{
  settings: Settings
  extraStrategies: readonly Strategy[]
  /** What persons confirmed, as `confirmedRelations` reads it from the settings' file: once a run. */
  relations: readonly Relation[]
  start: Usd | AccountState
  /** A policy that has been shown the journal; default one that remembers nothing. */
  policy?: ExecutionPolicy
  /** Wraps the strategies, to time them. */
  wrap?: (strategies: readonly Strategy[]) => readonly Strategy[]
}>

/** An opportunity across markets must outlive the burst of messages that it appeared in. */
const BASKET_SETTLE_MS = 300
/** Before that it is certified for so long, so that the basket is made of what the whole burst left. */
const OPPORTUNITY_SETTLE_MS = 250
/** Long enough for the timer after that. */
const OPPORTUNITY_LIFE_MS = 3_000

const dollars = (value: number): Usd => parseUsd(value, 'nearest')

/** Reads the risk limits out of the settings. */
export const riskLimits = (settings: Settings): RiskLimits => ({
  maxPositionUsd: dollars(settings.maxPositionUsd),
  maxDailyLossUsd: dollars(settings.maxDailyLossUsd),
  maxOpenPositions: settings.aggressiveMode
    ? Math.max(AGGRESSIVE_POSITIONS, settings.maxOpenPositions)
    : settings.maxOpenPositions,
  maxTradesPerHour: settings.maxHourlyTrades,
  lossStreakPauseLimit: settings.lossStreakPauseLimit,
  lossStreakPauseMinutes: 60,
  maxPositionsPerEvent: settings.maxPositionsPerEvent,
  minConfidence: settings.minSignalConfidence,
  maxCorrelatedExposureUsd: dollars(settings.maxCorrelatedExposureUsd),
  basketMaxUsd: dollars(settings.basketMaxUsd),
  maxEventLossUsd: dollars(settings.maxEventLossUsd),
  orderErrors: {
    ...FIRST_SYSTEM_LIMITS.orderErrors,
    maxPercent: settings.maxOrderErrorPercent,
  },
  maxStalePercent: settings.maxStalePercent,
})

/** Chooses the built-in strategies that the settings enable, and adds those of others. */
export const chooseStrategies = (
  settings: Settings,
  extraStrategies: readonly Strategy[],
  relations: readonly Relation[],
): readonly Strategy[] => [
  ...(settings.arbEnabled
    ? [
        createArbitrageStrategy({
          minEdgeCents: settings.arbMinEdgeCents,
          maxUsd: settings.basketMaxUsd,
          // With no room for anything the risk limits refuse; the strategy has no word for that.
          ...(settings.maxCorrelatedExposureUsd > 0 && {
            maxEventUsd: settings.maxCorrelatedExposureUsd,
          }),
          scanResolved: settings.arbScanResolved,
          relations,
          lifeMs: OPPORTUNITY_LIFE_MS,
          settleMs: OPPORTUNITY_SETTLE_MS,
        }),
      ]
    : []),
  ...(settings.whaleCopyEnabled
    ? [
        createWhaleCopyStrategy({
          delayMs: settings.whaleCopyDelaySeconds * 1000,
          ...(settings.whaleCopyMirrorFraction === 0
            ? {}
            : { mirrorFraction: settings.whaleCopyMirrorFraction }),
        }),
      ]
    : []),
  ...(settings.marketOnlyEnabled ? [createMarketOnlyStrategy()] : []),
  ...(settings.volatilityScalpEnabled ? [createVolatilityScalpStrategy()] : []),
  ...extraStrategies,
]

/** Makes the execution policy that the settings describe; show it a journal's entries before the run begins. */
export const createPolicy = (settings: Settings): RestorablePolicy =>
  createExecutionPolicy({
    limits: riskLimits(settings),
    sizing: settings.aggressiveMode ? aggressiveSizing(settings) : { kind: 'first-system' },
    slippage: {
      maxPercent: settings.maxSlippagePercent,
      minLiquidityUsd: dollars(settings.minLiquidityUsd),
    },
    exits: settings.aggressiveMode ? AGGRESSIVE_EXITS : exitsOf(settings),
    basketSettleMs: BASKET_SETTLE_MS,
  })

const exitsOf = (settings: Settings): ExitOptions => ({
  takeProfitPercent: settings.takeProfitPercent,
  stopLossPercent: settings.stopLossPercent,
  trailing: settings.trailingStopEnabled
    ? { percent: settings.trailingStopPercent, afterGainPercent: 0 }
    : 'off',
  maxHoldMinutes: settings.maxHoldMinutes,
})

/** The first system's aggressive profile leaves later. */
const AGGRESSIVE_EXITS = {
  takeProfitPercent: 50,
  stopLossPercent: 15,
  trailing: { percent: 15, afterGainPercent: 20 },
} as const
const AGGRESSIVE_POSITIONS = 20

const aggressiveSizing = (settings: Settings): Sizing => ({
  kind: 'aggressive',
  equityPercent: settings.positionSizePercent,
  addOns: { most: 3, everyGainPercent: 10, part: 0.5 },
  ...(settings.useKellySizing ? { kellyFraction: settings.kellyFraction } : {}),
})

/** Wires strategies, cascade, policy and engine. */
export const assembleBrain = (options: BrainOptions): Brain => {
  const { settings, relations, wrap = (strategies) => strategies } = options
  const strategies = wrap(chooseStrategies(settings, options.extraStrategies, relations))
  const policy = options.policy ?? createPolicy(settings)
  const scheduler = settings.cascadeEnabled
    ? createCascade({
        strategies,
        decay: settings.cascadeThresholdDecay,
        maxRetries: settings.cascadeMaxRetries,
        maxSignalsPerScan: settings.maxSignalsPerScan,
      })
    : createPlainScheduler(strategies, settings.maxSignalsPerScan)
  const engine = createEngine({
    strategies,
    policy,
    scheduler,
    start: options.start,
    seed: settings.seed,
    maxSignalsPerScan: settings.maxSignalsPerScan,
  })
  return { engine, policy, scheduler, strategies }
}
