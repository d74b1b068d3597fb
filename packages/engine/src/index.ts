/**
 * The one loop: `process` is synchronous and deterministic; `run`, `backtest` and `replay` feed it.
 *
 * @packageDocumentation
 */
export { createEngine, type EngineOptions } from './create-engine.js'
export { createDecisionsHash, type DecisionsHash, type Digest } from './hash/decisions-hash.js'
export {
  type BacktestParts,
  type BacktestResult,
  backtest,
  replay,
  type TapeMoment,
} from './run/backtest.js'
export { createRunLoop, type RunLoop, type RunLoopOptions } from './run/create-run-loop.js'
export { scanSlices } from './run/scan-slices.js'
export { timeStrategies } from './run/time-strategies.js'
export { createPlainScheduler } from './schedule/plain-scheduler.js'
export { type AccountState, createAccountState } from './state/account-state.js'
export { restoreAccount } from './state/restore-account.js'
export { selectUniverse, type UniverseOptions } from './universe/select-universe.js'
