/**
 * The executor: a pure policy that turns signals into approved orders, and a driver that performs them over a port.
 *
 * @packageDocumentation
 */
export { createExecutionDriver, type ExecutionDriver } from './driver/create-execution-driver.js'
export type { DriverFailure, ExecutionDriverOptions } from './driver/driver-options.js'
