import { BotError, type HistoryPoint, PRICE_ONE, type Price, type TokenId, timeMs } from '@bot/core'
import { z } from 'zod'
import type { Getter } from '../transport/create-getter.js'
import type { Transport } from '../transport/create-transport.js'
import { expectShape } from '../transport/expect-shape.js'
import { readJson } from '../transport/read-json.js'
import { readDecimal } from '../wire/read-decimal.js'
import { readPrice } from '../wire/read-price.js'

/** The venue's two prices of a token, in its words: the price of `BUY` and of `SELL`. */
export type TokenPrices = Readonly<{ token: TokenId; buy?: Price; sell?: Price }>

/** How long and how fine a price history should be: an interval up to now, or a span of Unix milliseconds. */
export type HistorySpan = Readonly<{ fidelityMinutes?: number }> &
  (
    | Readonly<{ interval: 'max' | '1m' | '1w' | '1d' | '6h' | '1h' }>
    | Readonly<{ fromMs: number; toMs: number }>
  )

/** Reads of prices. Each throws what `readJson` throws, and `unexpected-response` for another shape. */
export type ClobPrices = Readonly<{
  /** Reads half-way between the best prices in 1/10,000 dollar, perhaps a half; `undefined` without a book. */
  midpoint: (token: TokenId, signal?: AbortSignal) => Promise<number | undefined>
  /** Reads the venue's price of a side; `undefined` without a book. */
  price: (token: TokenId, side: 'buy' | 'sell', signal?: AbortSignal) => Promise<Price | undefined>
  /** Reads both prices of many tokens; tokens without a book are left out. */
  prices: (tokens: readonly TokenId[], signal?: AbortSignal) => Promise<readonly TokenPrices[]>
  /** Reads past prices, oldest first; points that cannot be read are left out. */
  priceHistory: (
    token: TokenId,
    span: HistorySpan,
    signal?: AbortSignal,
  ) => Promise<readonly HistoryPoint[]>
}>

const midShape = z.object({ mid: z.unknown().optional(), mid_price: z.unknown().optional() })
const priceShape = z.object({ price: z.unknown() })
const pricesShape = z.record(
  z.string(),
  z.object({ BUY: z.unknown(), SELL: z.unknown() }).partial(),
)
const historyShape = z.object({ history: z.array(z.object({ t: z.number(), p: z.number() })) })
const AT_ONCE = 250

/** Makes the reads of prices. */
export const createClobPrices = (
  transport: Transport,
  { get, getOrAbsent }: Getter,
): ClobPrices => ({
  midpoint: async (token, signal) => {
    const raw = await getOrAbsent('/midpoint', { token_id: token }, signal)
    if (raw === undefined) return undefined
    const { mid, mid_price } = expectShape(midShape, raw, '/midpoint')
    const tenths = readDecimal(mid ?? mid_price, 5)
    if (tenths >= 0 && tenths <= PRICE_ONE * 10) return tenths / 10
    throw noPrice('/midpoint', mid ?? mid_price)
  },
  price: async (token, side, signal) => {
    const query = { token_id: token, side: side === 'buy' ? 'BUY' : 'SELL' }
    const raw = await getOrAbsent('/price', query, signal)
    if (raw === undefined) return undefined
    const { price: text } = expectShape(priceShape, raw, '/price')
    const price = readPrice(text)
    if (price !== undefined) return price
    throw noPrice('/price', text)
  },
  prices: async (tokens, signal) => {
    const found: TokenPrices[] = []
    for (let from = 0; from < tokens.length; from += AT_ONCE) {
      found.push(...(await postPrices(transport, tokens.slice(from, from + AT_ONCE), signal)))
    }
    return found
  },
  priceHistory: async (token, span, signal) => {
    const query = { market: token, ...historyQuery(span), fidelity: span.fidelityMinutes }
    const raw = await get('/prices-history', query, signal)
    const { history } = expectShape(historyShape, raw, '/prices-history')
    return history
      .filter(({ p }) => p >= 0 && p <= 1)
      .map(({ t, p }) => ({ at: timeMs(t * 1000), mid: p * PRICE_ONE }))
  },
})

const historyQuery = (span: HistorySpan) =>
  'interval' in span
    ? { interval: span.interval }
    : { startTs: Math.floor(span.fromMs / 1000), endTs: Math.ceil(span.toMs / 1000) }

const postPrices = async (
  transport: Transport,
  tokens: readonly TokenId[],
  signal?: AbortSignal,
): Promise<readonly TokenPrices[]> => {
  const asked = tokens.flatMap((token) => [
    { token_id: token, side: 'BUY' },
    { token_id: token, side: 'SELL' },
  ])
  const raw = await readJson(transport, {
    host: 'clob',
    method: 'POST',
    path: '/prices',
    body: JSON.stringify(asked),
    ...(signal !== undefined && { signal }),
  })
  const byToken = expectShape(pricesShape, raw, '/prices')
  return tokens.flatMap((token) => {
    const answer = byToken[token]
    const buy = readPrice(answer?.BUY)
    const sell = readPrice(answer?.SELL)
    if (buy === undefined && sell === undefined) return []
    return [{ token, ...(buy !== undefined && { buy }), ...(sell !== undefined && { sell }) }]
  })
}

const noPrice = (path: string, value: unknown): BotError =>
  new BotError(
    'unexpected-response',
    `Expected a price from ${path}, was ${JSON.stringify(value)}`,
    {
      path,
      value,
    },
  )
