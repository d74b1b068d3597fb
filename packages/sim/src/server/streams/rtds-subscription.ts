import { z } from 'zod'
import { jsonBody } from '../http/venue-request.js'

/** What a client hears of one topic and type; `symbol` undefined hears of all. */
export type RtdsSubscription = Readonly<{
  topic: string
  type: string
  symbol: string | undefined
  /** A filter with a space in it is taken, and matches nothing. */
  isDeaf: boolean
}>

/** What a frame asks for: `unknown` poisons a whole frame by one topic that there is not. */
export type RtdsFrame =
  | Readonly<{ ask: 'subscribe' | 'unsubscribe'; subscriptions: readonly RtdsSubscription[] }>
  | Readonly<{ ask: 'unknown' }>

const Frame = z.object({
  action: z.enum(['subscribe', 'unsubscribe']),
  subscriptions: z.array(
    z.object({ topic: z.string(), type: z.string(), filters: z.string().optional() }),
  ),
})

const TOPICS: readonly string[] = [
  'activity',
  'comments',
  'crypto_prices',
  'crypto_prices_chainlink',
  'equity_prices',
]

/** Reads a frame; `undefined` when it is none. */
export const readRtdsFrame = (text: string): RtdsFrame | undefined => {
  const parsed = Frame.safeParse(jsonBody(text))
  if (!parsed.success) return undefined
  const { action, subscriptions } = parsed.data
  if (subscriptions.some(({ topic }) => !TOPICS.includes(topic))) return { ask: 'unknown' }
  return {
    ask: action,
    subscriptions: subscriptions.map(({ topic, type, filters = '' }) => ({
      topic,
      type,
      symbol: symbolIn(filters),
      isDeaf: filters !== '' && JSON.stringify(jsonBody(filters)) !== filters,
    })),
  }
}

const symbolIn = (filters: string): string | undefined => {
  const read = z.object({ symbol: z.string() }).safeParse(jsonBody(filters))
  return read.success ? read.data.symbol : undefined
}
