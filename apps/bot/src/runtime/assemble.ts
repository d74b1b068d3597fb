import { createArbitrageStrategy } from '@bot/arbitrage'
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
import { createExecutionPolicy, type RiskLimits } from '@bot/executor'
import { createMarketOnlyStrategy, createVolatilityScalpStrategy } from '@bot/strategies'
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
  start: Usd | AccountState
  /** Wraps the strategies, to time them. */
  wrap?: (strategies: readonly Strategy[]) => readonly Strategy[]
}>

const dollars = (value: number): Usd => parseUsd(value, 'nearest')

/** Reads the risk limits out of the settings. */
export const riskLimits = (settings: Settings): RiskLimits => ({
  maxPositionUsd: dollars(settings.maxPositionUsd),
  maxDailyLossUsd: dollars(settings.maxDailyLossUsd),
  maxOpenPositions: settings.maxOpenPositions,
  maxTradesPerHour: settings.maxHourlyTrades,
  lossStreakPauseLimit: settings.lossStreakPauseLimit,
  lossStreakPauseMinutes: 60,
  maxPositionsPerEvent: settings.maxPositionsPerEvent,
  minConfidence: settings.minSignalConfidence,
  maxCorrelatedExposureUsd: dollars(settings.maxCorrelatedExposureUsd),
  basketMaxUsd: dollars(settings.basketMaxUsd),
})

/** Chooses the built-in strategies that the settings enable, and adds those of others. */
export const chooseStrategies = (
  settings: Settings,
  extraStrategies: readonly Strategy[],
): readonly Strategy[] => [
  ...(settings.arbEnabled
    ? [
        createArbitrageStrategy({
          minEdgeCents: settings.arbMinEdgeCents,
          maxUsd: settings.basketMaxUsd,
        }),
      ]
    : []),
  ...(settings.marketOnlyEnabled ? [createMarketOnlyStrategy()] : []),
  ...(settings.volatilityScalpEnabled ? [createVolatilityScalpStrategy()] : []),
  ...extraStrategies,
]

/** Wires strategies, cascade, policy and engine. */
export const assembleBrain = (options: BrainOptions): Brain => {
  const { settings, wrap = (strategies) => strategies } = options
  const strategies = wrap(chooseStrategies(settings, options.extraStrategies))
  const policy = createExecutionPolicy({
    limits: riskLimits(settings),
    slippage: {
      maxPercent: settings.maxSlippagePercent,
      minLiquidityUsd: dollars(settings.minLiquidityUsd),
    },
    exits: {
      takeProfitPercent: settings.takeProfitPercent,
      stopLossPercent: settings.stopLossPercent,
      trailing: settings.trailingStopEnabled
        ? { percent: settings.trailingStopPercent, afterGainPercent: 0 }
        : 'off',
      maxHoldMinutes: settings.maxHoldMinutes,
    },
  })
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
