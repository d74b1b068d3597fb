/**
 * The built-in strategies, one file each.
 *
 * @packageDocumentation
 */
export { createMarketOnlyStrategy, type MarketOnlyOptions } from './create-market-only-strategy.js'
export {
  createVolatilityScalpStrategy,
  type VolatilityScalpOptions,
} from './create-volatility-scalp-strategy.js'
export { createWhaleCopyStrategy, type WhaleCopyOptions } from './create-whale-copy-strategy.js'
