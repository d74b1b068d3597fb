import { BotError } from '../error/bot-error.js'

/**
 * A level that a strategy asks of its signals.
 *
 * `stricter` says which direction asks more; `floor` is the loosest level that anything may ever set: with
 * `stricter: 'higher'` no level goes below it, with `'lower'` none above.
 */
export type Threshold = Readonly<{
  default: number
  unit: string
  stricter: 'higher' | 'lower'
  floor: number
}>

/** Thresholds by name. */
export type Thresholds = Readonly<Record<string, Threshold>>
/** One value for each declared threshold, same unit. */
export type Levels = Readonly<Record<string, number>>

/** Returns the loosest legal levels: what a strategy is evaluated at. */
export const floorLevels = (thresholds: Thresholds): Levels =>
  mapLevels(thresholds, (threshold) => threshold.floor)

/** Returns the levels as declared. */
export const defaultLevels = (thresholds: Thresholds): Levels =>
  mapLevels(thresholds, (threshold) => threshold.default)

/**
 * Loosens (`multiplier` below 1) or tightens (above 1) every level, never past its floor.
 *
 * A level that is stricter when higher is multiplied; one that is stricter when lower is divided; a level below 0 the
 * other way round. A level of 0 stays.
 *
 * @throws BotError `invalid-number` when the multiplier is not above 0 and finite.
 */
export const scaleLevels = (thresholds: Thresholds, multiplier: number): Levels => {
  if (!(multiplier > 0 && Number.isFinite(multiplier))) {
    throw new BotError('invalid-number', `Expected a multiplier above 0, was ${multiplier}`, {
      multiplier,
    })
  }
  return mapLevels(thresholds, ({ default: level, floor, stricter }) => {
    const higher = stricter === 'higher'
    const scaled = higher === level >= 0 ? level * multiplier : level / multiplier
    return higher ? Math.max(floor, scaled) : Math.min(floor, scaled)
  })
}

/** Tells whether measured values meet every level; a missing value does not. */
export const meetsLevels = (thresholds: Thresholds, levels: Levels, measured: Levels): boolean =>
  Object.entries(thresholds).every(([name, { stricter }]) => {
    const value = measured[name]
    const level = levels[name]
    if (value === undefined || level === undefined || Number.isNaN(value)) return false
    return stricter === 'higher' ? value >= level : value <= level
  })

const mapLevels = (thresholds: Thresholds, pick: (threshold: Threshold) => number): Levels =>
  Object.fromEntries(Object.entries(thresholds).map(([name, threshold]) => [name, pick(threshold)]))
