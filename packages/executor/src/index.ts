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
  SlippageOptions,
  SplittingOptions,
} from './policy/policy-options.js'
export { admitProbe } from './risk/admit-probe.js'
export { FIRST_SYSTEM_LIMITS, type RiskLimits } from './risk/risk-limits.js'
export { AGGRESSIVE_SIZING, type Sizing } from './risk/sizing.js'
