import { z } from 'zod'
import { jsonBody } from '../http/venue-request.js'

/** What a client hears of one topic and type; `symbols` undefined hears of all. */
export type RtdsSubscription = Readonly<{
  topic: string
  type: string
  symbols: readonly string[] | undefined
  /** A filter that is JSON is answered with a backfill; a list of symbols with commas is not. */
  isObject: boolean
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
  'crypto_prices_twap_sixty',
  'crypto_prices_twap_thirty',
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
      ...readFilter(topic, filters),
    })),
  }
}

const readFilter = (
  topic: string,
  filters: string,
): Pick<RtdsSubscription, 'symbols' | 'isObject' | 'isDeaf'> => {
  if (topic === 'crypto_prices' && SYMBOLS.test(filters)) {
    return { symbols: filters.split(','), isObject: false, isDeaf: false }
  }
  const parsed = jsonBody(filters)
  const read = z.object({ symbol: z.string() }).safeParse(parsed)
  return {
    symbols: read.success ? [read.data.symbol] : undefined,
    isObject: read.success,
    isDeaf: filters !== '' && JSON.stringify(parsed) !== filters,
  }
}

/** The documented filter of Binance's prices, such as `btcusdt,ethusdt`. */
const SYMBOLS = /^[a-z0-9]+(,[a-z0-9]+)*$/
