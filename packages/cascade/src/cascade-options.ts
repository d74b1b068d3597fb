import { BotError, type Strategy } from '@bot/core'

/** Settings of the cascade, each but the strategies with its default. */
export type CascadeOptions = Readonly<{
  strategies: readonly Strategy[]
  /** What every level is multiplied by at each loosening, above 0 and below 1: 0.8. */
  decay?: number
  /** How often a scan that finds nothing is loosened: 3. */
  maxRetries?: number
  /** The most signals that one scan, or one trigger between scans, may take: 5. */
  maxSignalsPerScan?: number
  /** Dollars that may depend on one event, held, ordered and chosen together: 100. */
  maxCorrelatedExposureUsd?: number
  /** What a signal that wants "max" is taken to cost, in dollars: 50. */
  assumedPositionUsd?: number
  /** First bench of a strategy that threw or overran; it doubles at each further failure: 30,000 ms. */
  benchMs?: number
  /** Longest bench, and how long a strategy must run clean to be forgiven: 3,600,000 ms. */
  maxBenchMs?: number
  /** Closed positions a strategy that its evidence looks back on: 50. */
  evidencePositions?: number
}>

/** The options with every default in its place. */
export type CascadeSettings = Required<CascadeOptions>

/**
 * Puts the defaults in and checks everything.
 *
 * @throws BotError `invalid-config` naming the option, what is allowed and what came.
 */
export const checkCascadeOptions = (options: CascadeOptions): CascadeSettings => {
  const settings: CascadeSettings = {
    strategies: options.strategies,
    decay: options.decay ?? 0.8,
    maxRetries: options.maxRetries ?? 3,
    maxSignalsPerScan: options.maxSignalsPerScan ?? 5,
    maxCorrelatedExposureUsd: options.maxCorrelatedExposureUsd ?? 100,
    assumedPositionUsd: options.assumedPositionUsd ?? 50,
    benchMs: options.benchMs ?? 30_000,
    maxBenchMs: options.maxBenchMs ?? 3_600_000,
    evidencePositions: options.evidencePositions ?? 50,
  }
  const { decay, maxRetries, strategies, ...positive } = settings
  if (!(decay > 0 && decay < 1)) throw outOfRange('decay', 'above 0 and below 1', decay)
  if (!(Number.isInteger(maxRetries) && maxRetries >= 0)) {
    throw outOfRange('maxRetries', 'a whole number of 0 or more', maxRetries)
  }
  for (const [name, value] of Object.entries(positive)) {
    if (!(value > 0 && Number.isFinite(value))) throw outOfRange(name, 'above 0', value)
  }
  const names = strategies.map(({ name }) => name)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) throw outOfRange('strategies', 'names that differ', twice)
  return settings
}

const outOfRange = (name: string, allowed: string, was: unknown): BotError =>
  new BotError('invalid-config', `Expected ${name} to be ${allowed}, was ${String(was)}`, {
    name,
    was,
  })
