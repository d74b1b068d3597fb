/**
 * Decides which signals run, in what order and at which thresholds.
 *
 * @packageDocumentation
 */
export type { CascadeAudit, StrategyAudit } from './audit.js'
export type { CascadeOptions } from './cascade-options.js'
export type { ChoiceReason } from './choose-signals.js'
export { createCascade } from './create-cascade.js'
export type { TrackRecord } from './evidence.js'
