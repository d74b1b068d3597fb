import { z } from 'zod'
import {
  type KalshiEventContext,
  type KalshiMarket,
  parseKalshiMarket,
} from './parse-kalshi-market.js'
import { reasonOf } from './wire/reason-of.js'

/** A market or event that could not be read: which one, and a short kebab-case reason. */
export type RejectedKalshi = Readonly<{ ticker: string; reason: string }>

/** An event with its markets. */
export type KalshiEvent = Readonly<{
  ticker: string
  seriesTicker?: string
  title: string
  category?: string
  /** Whether at most one market can resolve to YES; absent when Kalshi does not say. */
  mutuallyExclusive?: boolean
  markets: readonly KalshiMarket[]
  rejected: readonly RejectedKalshi[]
}>

/** An event, or a short kebab-case reason why it cannot be used. */
export type ParsedKalshiEvent = Readonly<{ event: KalshiEvent } | { rejected: string }>

const text = z.string().nullish()
const eventShape = z.object({
  ticker: text,
  event_ticker: text,
  series_ticker: text,
  title: z.string().min(1),
  category: text,
  mutually_exclusive: z.boolean().nullish(),
  underlying: text,
  settle_details: text,
  settlement_sources: z.array(z.object({ name: text })).nullish(),
  markets: z.array(z.unknown()).nullish(),
})

/**
 * Reads one event of the trade API or of the site's listing with its markets. A market that cannot be read is named in
 * `rejected` and hides no other. Never throws.
 */
export const parseKalshiEvent = (raw: unknown): ParsedKalshiEvent => {
  const parsed = eventShape.safeParse(raw)
  if (!parsed.success) return { rejected: reasonOf(parsed.error) }
  const fields = parsed.data
  const ticker = fields.event_ticker ?? fields.ticker ?? ''
  if (ticker === '') return { rejected: 'missing-ticker' }
  const context = contextOf(ticker, fields)
  const markets: KalshiMarket[] = []
  const rejected: RejectedKalshi[] = []
  for (const one of fields.markets ?? []) {
    const read = parseKalshiMarket(one, context)
    if ('market' in read) markets.push(read.market)
    else rejected.push({ ticker: tickerOf(one), reason: read.rejected })
  }
  const { series_ticker: series, category, mutually_exclusive: exclusive } = fields
  return {
    event: {
      ticker,
      title: fields.title,
      ...(series != null && series !== '' && { seriesTicker: series }),
      ...(category != null && category !== '' && { category }),
      ...(exclusive != null && { mutuallyExclusive: exclusive }),
      markets,
      rejected,
    },
  }
}

const contextOf = (ticker: string, fields: z.infer<typeof eventShape>): KalshiEventContext => {
  const { underlying: template, settle_details: details } = fields
  const sources = (fields.settlement_sources ?? []).flatMap(({ name }) => name?.trim() || [])
  return {
    ticker,
    ...(template != null && { rulesTemplate: template }),
    ...(details != null && details.trim() !== '' && { detailsTemplate: details.trim() }),
    ...(sources.length > 0 && { sources }),
  }
}

/** Names an event or market that cannot be read, as well as it can be. */
export const tickerOf = (raw: unknown): string => {
  const fields = (typeof raw === 'object' && raw !== null ? raw : {}) as Record<string, unknown>
  const ticker = fields['ticker'] ?? fields['ticker_name'] ?? fields['event_ticker']
  return typeof ticker === 'string' ? ticker : 'unknown'
}
