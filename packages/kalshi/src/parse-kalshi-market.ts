import type { Price, TimeMs } from '@bot/core'
import { fillRules } from './wire/fill-rules.js'
import { type MarketFields, marketShape } from './wire/market-schema.js'
import { readQuote } from './wire/read-quote.js'
import { type KalshiStatus, readStatus } from './wire/read-status.js'
import { readTime } from './wire/read-time.js'
import { reasonOf } from './wire/reason-of.js'

/** What a market's outcome is measured against. */
export type KalshiStrike = Readonly<{
  /** Kalshi's word: `greater`, `less_or_equal`, `between`, `custom`, `structured` and others. */
  type: string
  floor?: number
  cap?: number
  custom?: Readonly<Record<string, string>>
}>

/** A market of Kalshi; each pays one dollar a contract. */
export type KalshiMarket = Readonly<{
  ticker: string
  /** Absent where a saved listing does not say it. */
  eventTicker?: string
  title: string
  /** What YES stands for, such as a person's name. */
  yesTitle?: string
  status: KalshiStatus
  /** Absent when nobody bids, and unless the market is active. */
  yesBid?: Price
  /** Absent when nobody offers, and unless the market is active. */
  yesAsk?: Price
  closeTime: TimeMs
  /** The text that decides; absent when the listing does not carry it whole. */
  rules?: string
  /** Who says how it ended, in Kalshi's order; absent where the listing does not name them. */
  sources?: readonly string[]
  strike?: KalshiStrike
  /** How it ended, once that is known. */
  result?: 'yes' | 'no' | 'scalar'
}>

/** What a market takes over from its event, where the listing puts it there. */
export type KalshiEventContext = Readonly<{
  ticker: string
  rulesTemplate?: string
  /** What the rules say besides, with the same blanks. */
  detailsTemplate?: string
  sources?: readonly string[]
}>

/** A market, or a short kebab-case reason why it cannot be used. */
export type ParsedKalshiMarket = Readonly<{ market: KalshiMarket } | { rejected: string }>

/**
 * Reads one market of the trade API, of the site's event listing, or of a flat saved listing. Prices are taken from the
 * dollar texts, else from cents. Quotes of a market that is not active are none. Never throws.
 *
 * @see https://docs.kalshi.com/api-reference/market/get-market
 */
export const parseKalshiMarket = (raw: unknown, event?: KalshiEventContext): ParsedKalshiMarket => {
  const parsed = marketShape.safeParse(raw)
  if (!parsed.success) return { rejected: reasonOf(parsed.error) }
  const fields = parsed.data
  const ticker = firstOf(fields.ticker, fields.ticker_name)
  if (ticker === undefined) return { rejected: 'missing-ticker' }
  const title = firstOf(fields.title, fields.event_title)
  if (title === undefined) return { rejected: 'missing-title' }
  const status = readStatus(fields.status)
  if (status === undefined) return { rejected: 'unknown-status' }
  const closeTime = readTime(fields.close_time ?? fields.close_date)
  if (closeTime === undefined) return { rejected: 'bad-close-time' }
  const quotes = quotesOf(fields, status)
  if (typeof quotes === 'string') return { rejected: quotes }
  const result = resultOf(fields.result)
  if (result === 'bad-result') return { rejected: result }
  return {
    market: {
      ticker,
      title,
      status,
      closeTime,
      ...quotes,
      ...(result !== undefined && { result }),
      ...textsOf(fields, event),
      ...strikeOf(fields),
    },
  }
}

const firstOf = (...texts: readonly (string | null | undefined)[]): string | undefined =>
  texts.find((text): text is string => text != null && text.trim() !== '')

const quotesOf = (
  fields: MarketFields,
  status: KalshiStatus,
): Pick<KalshiMarket, 'yesBid' | 'yesAsk'> | 'bad-price' | 'crossed-quotes' => {
  if (status !== 'active') return {}
  const bid = readQuote(fields.yes_bid_dollars, fields.yes_bid)
  const ask = readQuote(fields.yes_ask_dollars, fields.yes_ask)
  if (bid === 'bad-price' || ask === 'bad-price') return 'bad-price'
  if (bid !== 'none' && ask !== 'none' && bid >= ask) return 'crossed-quotes'
  return { ...(bid !== 'none' && { yesBid: bid }), ...(ask !== 'none' && { yesAsk: ask }) }
}

const resultOf = (value: string | null | undefined): KalshiMarket['result'] | 'bad-result' => {
  if (value == null || value === '') return undefined
  return value === 'yes' || value === 'no' || value === 'scalar' ? value : 'bad-result'
}

const textsOf = (
  fields: MarketFields,
  event: KalshiEventContext | undefined,
): Pick<KalshiMarket, 'eventTicker' | 'yesTitle' | 'rules' | 'sources'> => {
  const eventTicker = firstOf(fields.event_ticker, event?.ticker)
  const yesTitle = firstOf(fields.yes_sub_title, fields.name)
  const written = [fields.rules_primary, fields.rules_secondary].flatMap(
    (one) => firstOf(one) ?? [],
  )
  const rules = written.length > 0 ? written.join('\n') : filledRules(fields, event)
  return {
    ...(eventTicker !== undefined && { eventTicker }),
    ...(yesTitle !== undefined && { yesTitle }),
    ...(rules !== undefined && { rules }),
    ...(event?.sources !== undefined && { sources: event.sources }),
  }
}

/** The whole text or none: a rule whose details miss a word may say the opposite. */
const filledRules = (
  { rulebook_variables: variables }: MarketFields,
  event: KalshiEventContext | undefined,
): string | undefined => {
  const rules = fillRules(event?.rulesTemplate, variables)
  if (event?.detailsTemplate === undefined) return rules
  const details = fillRules(event.detailsTemplate, variables)
  return rules === undefined || details === undefined ? undefined : `${rules}\n${details}`
}

const strikeOf = (fields: MarketFields): Pick<KalshiMarket, 'strike'> => {
  const { strike_type: type, floor_strike: floor, cap_strike: cap } = fields
  if (type == null || type === '') return {}
  const custom = Object.entries(fields.custom_strike ?? {}).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  )
  return {
    strike: {
      type,
      ...(floor != null && { floor }),
      ...(cap != null && { cap }),
      ...(custom.length > 0 && { custom: Object.fromEntries(custom) }),
    },
  }
}
