/**
 * The pull side: for each kind of data an ordered list of sources with fallback, cache, last known value and health.
 *
 * @packageDocumentation
 */
export {
  type Catalogue,
  type CatalogueDiff,
  createCatalogue,
} from './catalogue/create-catalogue.js'
export { crossCheck, type Disagreement } from './cross-check/cross-check.js'
export { describeSources, type SourceStats } from './describe-sources.js'
export {
  createSourceChain,
  type Fallback,
  type SourceChain,
  type SourceChainOptions,
} from './source/create-source-chain.js'
export type { RetryOptions } from './source/retry-read.js'
export type { Datum, Source } from './source/source.js'
export type { HealthStatus, SourceHealth } from './source/source-health.js'
