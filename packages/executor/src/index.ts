/**
 * The executor: a pure policy that turns signals into approved orders, and a driver that performs them over a port.
 *
 * @packageDocumentation
 */
export { createExecutionDriver, type ExecutionDriver } from './driver/create-execution-driver.js'
export type { DriverFailure, ExecutionDriverOptions } from './driver/driver-options.js'
export { createExecutionPolicy, type RestorablePolicy } from './policy/create-execution-policy.js'
export type {
  ExecutionPolicyOptions,
  ExitOptions,
  LegOrder,
  RestingOptions,
  SlippageOptions,
  SplittingOptions,
} from './policy/policy-options.js'
export type { AccountTolerance } from './reconcile/account-watch.js'
export { compareAccount, type Difference } from './reconcile/compare-account.js'
export { admitProbe } from './risk/admit-probe.js'
export type { EntryBlock } from './risk/entry-block.js'
export { FIRST_SYSTEM_LIMITS, type OrderErrorLimit, type RiskLimits } from './risk/risk-limits.js'
export { AGGRESSIVE_SIZING, type Sizing } from './risk/sizing.js'
