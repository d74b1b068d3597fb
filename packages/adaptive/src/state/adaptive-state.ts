import type { TimeMs, Usd } from '@bot/core'

/** One change of a multiplier: from, to, because. Any can be rolled back by its `id`. */
export type Adjustment = Readonly<{
  id: number
  at: TimeMs
  strategy: string
  from: number
  to: number
  because: string
  trades: number
  winRate?: number
  rolledBack?: boolean
}>

/** What is remembered of a strategy: its newest closed results, oldest first. */
export type StrategyRecord = Readonly<{
  results: readonly Usd[]
  multiplier: number
  sinceChange: number
}>

/** The whole of what was learnt: plain JSON, so that it is its own snapshot. */
export type AdaptiveState = Readonly<{
  strategies: Readonly<Record<string, StrategyRecord>>
  /** When something was last traded, or when counting began. */
  lastTradeAt: TimeMs
  emergency: number
  adjustments: readonly Adjustment[]
  totalAdjustments: number
}>

/** How much is remembered and when the rules speak. */
export type AdaptiveOptions = Readonly<{
  /** Closed trades of a strategy that count. Default 50. */
  lookbackTrades?: number
  /** Fewer closed trades than this change nothing. Default 10. */
  minTrades?: number
  /** Closed trades that must follow a change before the next. Default 5. */
  minSinceChange?: number
  /** Hours without a trade after which the emergency mode loosens. Default 6. */
  emergencyHours?: number
  /** Adjustments kept in the state; the total goes on counting. Default 200. */
  adjustmentsKept?: number
}>

/** Starts with nothing learnt. */
export const createAdaptiveState = (now: TimeMs): AdaptiveState => ({
  strategies: {},
  lastTradeAt: now,
  emergency: 1,
  adjustments: [],
  totalAdjustments: 0,
})
