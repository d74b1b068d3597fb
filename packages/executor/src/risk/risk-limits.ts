import { BotError, type Usd, usd } from '@bot/core'

/** When orders that go wrong stop entries: `maxPercent` of the last `ofLast` orders within `withinMinutes`. */
export type OrderErrorLimit = Readonly<{
  maxPercent: number
  ofLast: number
  withinMinutes: number
  /** How long entries wait before one order may try again. */
  coolDownMinutes: number
}>

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
  /**
   * Most dollars that one event may lose in its worst outcome, hedges considered, open orders at their worst. Absent:
   * `maxCorrelatedExposureUsd`, which bounds it anyway.
   */
  maxEventLossUsd?: Usd
  /** Absent: 25 % of the last 20 orders within an hour, and a wait of 5 minutes. It can't be turned off. */
  orderErrors?: OrderErrorLimit
  /** Percent of the streamed tokens that may be without fresh data before entries stop. Absent: 25. */
  maxStalePercent?: number
}>

/** The limits of the first system, as data to pass; the package itself assumes none. */
export const FIRST_SYSTEM_LIMITS: Readonly<Required<RiskLimits>> = {
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
  maxEventLossUsd: usd(100_000_000),
  orderErrors: { maxPercent: 25, ofLast: 20, withinMinutes: 60, coolDownMinutes: 5 },
  maxStalePercent: 25,
}

/** Limits with nothing left out. */
export type CompleteLimits = Readonly<Required<RiskLimits>>

const FRACTIONS: readonly (keyof RiskLimits)[] = [
  'minConfidence',
  'lossStreakPauseMinutes',
  'maxStalePercent',
]

/**
 * Returns the limits, what may be left out put in, when all of them make sense.
 *
 * @throws BotError `invalid-config` naming the first that doesn't: each is a number of 0 or more, the confidence at
 * most 1, dollars whole micro-dollars, error rates counted over at least 20 orders.
 */
export const checkLimits = (limits: RiskLimits): CompleteLimits => {
  const complete: CompleteLimits = {
    ...limits,
    maxEventLossUsd: limits.maxEventLossUsd ?? limits.maxCorrelatedExposureUsd,
    orderErrors: limits.orderErrors ?? FIRST_SYSTEM_LIMITS.orderErrors,
    maxStalePercent: limits.maxStalePercent ?? FIRST_SYSTEM_LIMITS.maxStalePercent,
  }
  for (const name of Object.keys(FIRST_SYSTEM_LIMITS) as (keyof RiskLimits)[]) {
    if (name === 'orderErrors') continue
    const value: unknown = complete[name]
    const whole = FRACTIONS.includes(name) || Number.isSafeInteger(value)
    if (typeof value !== 'number' || !(value >= 0) || !whole) {
      throw invalid(name, value, 'a number of 0 or more (whole, for counts and micro-dollars)')
    }
  }
  if (complete.minConfidence > 1) throw invalid('minConfidence', limits.minConfidence, 'at most 1')
  if (complete.lossStreakPauseLimit < 1) {
    throw invalid('lossStreakPauseLimit', limits.lossStreakPauseLimit, 'at least 1')
  }
  checkOrderErrors(complete.orderErrors)
  return complete
}

const checkOrderErrors = (limit: OrderErrorLimit): void => {
  const { maxPercent, ofLast, withinMinutes, coolDownMinutes } = limit
  if (!(maxPercent > 0 && maxPercent <= 100)) {
    throw invalid('orderErrors.maxPercent', maxPercent, 'above 0 and at most 100')
  }
  if (!Number.isSafeInteger(ofLast) || ofLast < 20) {
    throw invalid('orderErrors.ofLast', ofLast, 'a whole number of at least 20')
  }
  if (!(withinMinutes > 0)) throw invalid('orderErrors.withinMinutes', withinMinutes, 'above 0')
  if (!(coolDownMinutes > 0)) {
    throw invalid('orderErrors.coolDownMinutes', coolDownMinutes, 'above 0')
  }
}

const invalid = (name: string, value: unknown, wanted: string): BotError =>
  new BotError(
    'invalid-config',
    `Expected the risk limit ${name} to be ${wanted}, was ${String(value)}; pass all limits, for example FIRST_SYSTEM_LIMITS`,
    { name, value },
  )
