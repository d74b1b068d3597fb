import type { DecodedFrame, StreamProtocol, TimeMs, TokenId } from '@bot/core'
import { decodeMarketMessage } from './decode-market-message.js'

/** How to speak to the market channel. Everything has a default. */
export type MarketStreamOptions = Readonly<{
  /** The channel's address; default Polymarket's own. */
  url?: string
  /** Default 200: the venue is reported to lose snapshots above about 500. */
  maxTokensPerConnection?: number
  /** Whether to ask for `best_bid_ask`, `new_market` and `market_resolved`; default true. */
  customFeatures?: boolean
}>

/** The market channel's language; `decodeMessage` takes a frame that is JSON already, as recordings hold it. */
export type MarketStreamProtocol = StreamProtocol &
  Readonly<{ decodeMessage: (value: unknown, receivedAt: TimeMs) => DecodedFrame }>

const URL = 'wss://ws-subscriptions-clob.polymarket.com/ws/market'
const NOTICES = ['INVALID OPERATION', 'INVALID MESSAGE', 'NO NEW ASSETS']
const DETAIL_LENGTH = 80

/**
 * Makes the language of Polymarket's market channel: today's shapes and those of 2025.
 *
 * `decode` never throws: text that is not JSON is refused as `not-json`, each unreadable part with a reason of its
 * own. `BUY` is the bid side, `SELL` the ask side; sizes are absolute. The venue's best of an empty side is 0 (bid) or
 * 1 (ask), and absent where it did not say. A refused change leaves the book of its token behind: read it anew.
 *
 * @see https://docs.polymarket.com/developers/CLOB/websocket/market-channel
 */
export const createMarketStreamProtocol = (
  options: MarketStreamOptions = {},
): MarketStreamProtocol => {
  const { url = URL, maxTokensPerConnection = 200, customFeatures = true } = options
  const request = (tokens: readonly TokenId[], rest: Readonly<Record<string, string>>): string =>
    JSON.stringify({ assets_ids: tokens, ...rest, custom_feature_enabled: customFeatures })
  return {
    url,
    maxTokens: maxTokensPerConnection,
    ping: 'PING',
    pingEveryMs: 10_000,
    // A second frame with `type` on one connection is refused as INVALID OPERATION.
    subscribe: (tokens, first) =>
      request(tokens, first ? { type: 'market' } : { operation: 'subscribe' }),
    unsubscribe: (tokens) => request(tokens, { operation: 'unsubscribe' }),
    decode: decodeFrame,
    decodeMessage: decodeMarketMessage,
  }
}

const decodeFrame = (frame: string): DecodedFrame => {
  const first = frame.charCodeAt(0)
  if (first !== 0x7b && first !== 0x5b) return decodeText(frame.trim())
  let value: unknown
  try {
    value = JSON.parse(frame)
  } catch {
    return notJson(frame)
  }
  return decodeMarketMessage(value)
}

const decodeText = (text: string): DecodedFrame => {
  if (text === 'PONG') return { updates: [], rejected: [], pong: true }
  if (NOTICES.includes(text)) {
    return { updates: [{ kind: 'notice', text }], rejected: [], pong: false }
  }
  return text.startsWith('{') || text.startsWith('[') ? decodeFrame(text) : notJson(text)
}

const notJson = (text: string): DecodedFrame => ({
  updates: [],
  rejected: [{ reason: 'not-json', detail: text.slice(0, DETAIL_LENGTH) }],
  pong: false,
})
