/**
 * All of Polymarket's wire knowledge, in the toolkit's own types.
 *
 * @packageDocumentation
 */
export {
  type GammaEvent,
  type ParsedEvent,
  parseGammaEvent,
  type RejectedMarket,
} from './gamma/parse-gamma-event.js'
export { type ParsedMarket, parseGammaMarket } from './gamma/parse-gamma-market.js'
export { decodeMarketMessage } from './stream/decode-market-message.js'
export {
  createMarketStreamProtocol,
  type MarketStreamOptions,
  type MarketStreamProtocol,
} from './stream/market-stream-protocol.js'
