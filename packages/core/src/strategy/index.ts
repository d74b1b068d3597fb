export { defineStrategy, findProblem } from './define-strategy.js'
export type { Entry, Exit, FunnelStep, Refusal, Signal, Want } from './signal.js'
export type { Interest, Priority, Strategy, Subject, Trigger } from './strategy.js'
export {
  defaultLevels,
  floorLevels,
  type Levels,
  meetsLevels,
  scaleLevels,
  type Threshold,
  type Thresholds,
} from './threshold.js'
export type { HistoryPoint, RecentTrade, View } from './view.js'
