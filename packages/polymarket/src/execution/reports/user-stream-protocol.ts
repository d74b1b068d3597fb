import type { DecodedFrame, MarketFacts, StreamProtocol, TokenId } from '@bot/core'
import type { TradingCredentials } from '../auth/create-trading-credentials.js'
import { decodeUserMessage } from './decode-user-message.js'

/** How to hear of one's own orders. */
export type UserStreamOptions = Readonly<{
  /** The channel's address; default Polymarket's own. */
  url?: string
  credentials: TradingCredentials
  /** The wallet that holds the money: fills are known as ours by it, also those of another of its keys. */
  address: string
  /** Tells a market's facts, for its fee; fees are absent where it tells none. */
  marketOf?: (token: TokenId) => MarketFacts | undefined
}>

const URL = 'wss://ws-subscriptions-clob.polymarket.com/ws/user'
const DETAIL_LENGTH = 80

/**
 * Makes the language of Polymarket's user channel. Subjects are market ids; none means all markets.
 *
 * The first frame carries the credentials as they are: use TLS, and log no frame that goes out. The channel
 * acknowledges nothing and replays nothing: after an outage look orders up. `decode` never throws.
 *
 * @see https://docs.polymarket.com/developers/CLOB/websocket/user-channel
 */
export const createUserStreamProtocol = (options: UserStreamOptions): StreamProtocol => {
  const { url = URL, credentials, address, marketOf } = options
  const { apiKey, secret, passphrase } = credentials
  const account = { apiKey, address }
  const feeFor = (token: TokenId): MarketFacts['fee'] | undefined => marketOf?.(token)?.fee
  return {
    url,
    maxTokens: 500,
    ping: 'PING',
    pingEveryMs: 10_000,
    subscribe: (markets, first) =>
      first
        ? JSON.stringify({ auth: { apiKey, secret, passphrase }, type: 'user', markets })
        : JSON.stringify({ operation: 'subscribe', markets }),
    unsubscribe: (markets) => JSON.stringify({ operation: 'unsubscribe', markets }),
    decode: (frame, receivedAt) => {
      const text = frame.trim()
      if (text.startsWith('{') || text.startsWith('[')) {
        return decodeJson(text, (value) => decodeUserMessage(value, receivedAt, account, feeFor))
      }
      if (text === 'PONG') return { updates: [], rejected: [], pong: true }
      return text.startsWith('INVALID ')
        ? { updates: [{ kind: 'notice', text }], rejected: [], pong: false }
        : notJson(text)
    },
  }
}

const decodeJson = (text: string, decode: (value: unknown) => DecodedFrame): DecodedFrame => {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return notJson(text)
  }
  return decode(value)
}

const notJson = (text: string): DecodedFrame => ({
  updates: [],
  rejected: [{ reason: 'not-json', detail: text.slice(0, DETAIL_LENGTH) }],
  pong: false,
})
