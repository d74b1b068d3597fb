import type { TimeMs } from '@bot/core'
import type { AdaptiveState, Adjustment } from './state/adaptive-state.js'

/** The stats that users of the first system read, under the names they know. */
export type AdaptiveStats = Readonly<{
  emergency_mode: boolean
  emergency_multiplier: number
  hours_since_trade: number
  strategies_tracked: number
  total_adjustments: number
  recent_adjustments: readonly Adjustment[]
}>

/** Describes the state for people; the newest ten adjustments, newest first. */
export const describeAdaptive = (state: AdaptiveState, now: TimeMs): AdaptiveStats => ({
  emergency_mode: state.emergency !== 1,
  emergency_multiplier: state.emergency,
  hours_since_trade: (now - state.lastTradeAt) / 3_600_000,
  strategies_tracked: Object.keys(state.strategies).length,
  total_adjustments: state.totalAdjustments,
  recent_adjustments: state.adjustments.slice(-10).reverse(),
})
