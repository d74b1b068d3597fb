/**
 * Thresholds that learn from closed trades: a pure reducer whose state is its own snapshot.
 *
 * @packageDocumentation
 */
export { type Adapted, type AdaptiveInput, ALL_STRATEGIES, adapt } from './adapt.js'
export { type AdaptiveStats, describeAdaptive } from './describe-adaptive.js'
export { type Adjusted, adjustMultiplier } from './rules/adjust-multiplier.js'
export { emergencyMultiplier } from './rules/emergency-multiplier.js'
export {
  type AdaptiveOptions,
  type AdaptiveState,
  type Adjustment,
  createAdaptiveState,
  type StrategyRecord,
} from './state/adaptive-state.js'
