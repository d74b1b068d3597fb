/**
 * Read-only Kalshi market data in the toolkit's own types, for reports across venues.
 *
 * @packageDocumentation
 */

export {
  createKalshiReads,
  type KalshiPage,
  type KalshiQuery,
  type KalshiReads,
  type KalshiReadsOptions,
} from './create-kalshi-reads.js'
export {
  type KalshiEvent,
  type ParsedKalshiEvent,
  parseKalshiEvent,
  type RejectedKalshi,
} from './parse-kalshi-event.js'
export {
  type KalshiEventContext,
  type KalshiMarket,
  type KalshiStrike,
  type ParsedKalshiMarket,
  parseKalshiMarket,
} from './parse-kalshi-market.js'
export {
  type KalshiOrderBook,
  type KalshiSide,
  type ParsedKalshiOrderBook,
  parseKalshiOrderBook,
} from './parse-kalshi-order-book.js'
export { type DecodedText, decodeText, type TextEncodingName } from './text/decode-text.js'
export { type KalshiContract, toKalshiContract } from './to-kalshi-contract.js'
export type { KalshiStatus } from './wire/read-status.js'
