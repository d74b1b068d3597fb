import { BotError, type Usd, usd } from '@bot/core'

/**
 * What may never be exceeded. Dollars in millionths. Nothing loosens a limit: no retry, adaptation or emergency.
 *
 * A position is what one strategy holds of one token, or one whole basket. A trade is one entry, however many orders
 * it takes. Days are UTC; the hour rolls on event time.
 */
export type RiskLimits = Readonly<{
  /** Most dollars in one position, fees included. */
  maxPositionUsd: Usd
  /** Loss realised in a UTC day at which entries stop until the next day or a person's `resume`. */
  maxDailyLossUsd: Usd
  maxOpenPositions: number
  maxTradesPerHour: number
  /** Losses in a row that pause entries, and for how many minutes. */
  lossStreakPauseLimit: number
  lossStreakPauseMinutes: number
  maxPositionsPerEvent: number
  /** Least confidence of a signal, 0 to 1. */
  minConfidence: number
  /** Most dollars in all positions of one event together. */
  maxCorrelatedExposureUsd: Usd
  /** Most dollars that one basket may cost. */
  basketMaxUsd: Usd
}>

/** The limits of the first system, as data to pass; the package itself assumes none. */
export const FIRST_SYSTEM_LIMITS: RiskLimits = {
  maxPositionUsd: usd(50_000_000),
  maxDailyLossUsd: usd(100_000_000),
  maxOpenPositions: 10,
  maxTradesPerHour: 20,
  lossStreakPauseLimit: 5,
  lossStreakPauseMinutes: 60,
  maxPositionsPerEvent: 2,
  minConfidence: 0.5,
  maxCorrelatedExposureUsd: usd(100_000_000),
  basketMaxUsd: usd(100_000_000),
}

/**
 * Returns the limits when all of them make sense.
 *
 * @throws BotError `invalid-config` naming the first that doesn't: each is a number of 0 or more, the confidence at
 * most 1, dollars whole micro-dollars.
 */
export const checkLimits = (limits: RiskLimits): RiskLimits => {
  for (const name of Object.keys(FIRST_SYSTEM_LIMITS) as (keyof RiskLimits)[]) {
    const value: unknown = limits[name]
    const whole = name === 'minConfidence' || name === 'lossStreakPauseMinutes'
    if (typeof value !== 'number' || !(value >= 0) || !(whole || Number.isSafeInteger(value))) {
      throw invalid(name, value, 'a number of 0 or more (whole, for counts and micro-dollars)')
    }
  }
  if (limits.minConfidence > 1) throw invalid('minConfidence', limits.minConfidence, 'at most 1')
  if (limits.lossStreakPauseLimit < 1) {
    throw invalid('lossStreakPauseLimit', limits.lossStreakPauseLimit, 'at least 1')
  }
  return limits
}

const invalid = (name: string, value: unknown, wanted: string): BotError =>
  new BotError(
    'invalid-config',
    `Expected the risk limit ${name} to be ${wanted}, was ${String(value)}; pass all limits, for example FIRST_SYSTEM_LIMITS`,
    { name, value },
  )
