import type { DecodedFrame, RejectedPart, StreamProtocol, WalletActivity } from '@bot/core'
import { parseActivityMessage } from '../data/parse-activity-message.js'
import { isFields } from '../wire/is-fields.js'

/** How to hear of everyone's trades. Everything has a default. */
export type ActivityStreamOptions = Readonly<{
  /** The stream's address; default Polymarket's own. */
  url?: string
}>

/** What one frame of the realtime stream said of trades. */
export type ActivityFrame = Readonly<{
  trades: readonly WalletActivity[]
  rejected: readonly RejectedPart[]
}>

/** The realtime stream's language; `readTrades` reads a frame's trades with their wallets. */
export type ActivityStreamProtocol = StreamProtocol &
  Readonly<{ readTrades: (frame: string) => ActivityFrame }>

const URL = 'wss://ws-live-data.polymarket.com'
const DETAIL_LENGTH = 80
/** `trades` was replaced by `orders_matched`; where both are told, a fill comes twice. */
const SUBSCRIPTIONS = [
  { topic: 'activity', type: 'orders_matched' },
  { topic: 'activity', type: 'trades' },
] as const

/**
 * Makes the language of Polymarket's realtime stream, topic `activity`: every trade of every market, as the Data API
 * tells it later. No tokens are named: filters of this topic are reported not to work.
 *
 * The stream acknowledges nothing, answers no PING, replays nothing and is known to stall while its socket stays open:
 * judge it by how long no trade came, and read the Data API beside it. A refusal of the subscription is a rejected
 * part of reason `refused`. `decode` has no updates, since trades with wallets are none; neither function throws.
 *
 * @see https://github.com/Polymarket/real-time-data-client
 */
export const createActivityStreamProtocol = (
  options: ActivityStreamOptions = {},
): ActivityStreamProtocol => ({
  url: options.url ?? URL,
  maxTokens: 1,
  ping: 'PING',
  pingEveryMs: 10_000,
  subscribe: () => JSON.stringify({ action: 'subscribe', subscriptions: SUBSCRIPTIONS }),
  unsubscribe: () => JSON.stringify({ action: 'unsubscribe', subscriptions: SUBSCRIPTIONS }),
  decode: (frame): DecodedFrame => {
    if (isPong(frame)) return { updates: [], rejected: [], pong: true }
    return { updates: [], rejected: readTrades(frame).rejected, pong: false }
  },
  readTrades,
})

const isPong = (frame: string): boolean => frame.trim().toUpperCase() === 'PONG'

const readTrades = (frame: string): ActivityFrame => {
  if (frame.trim() === '' || isPong(frame)) return { trades: [], rejected: [] }
  let value: unknown
  try {
    value = JSON.parse(frame)
  } catch {
    return { trades: [], rejected: [rejection('not-json', frame)] }
  }
  const trades: WalletActivity[] = []
  const rejected: RejectedPart[] = []
  for (const message of Array.isArray(value) ? value : [value]) {
    const parsed = parseActivityMessage(message)
    if ('row' in parsed) trades.push(parsed.row)
    else rejected.push(rejection(isRefusal(message) ? 'refused' : parsed.rejected, frame))
  }
  return { trades, rejected }
}

/** One unknown topic makes the venue answer with a status of 401 and take nothing of the frame. */
const isRefusal = (message: unknown): boolean =>
  isFields(message) && Number(message['statusCode']) >= 400

const rejection = (reason: string, frame: string): RejectedPart => ({
  reason,
  detail: frame.slice(0, DETAIL_LENGTH),
})
