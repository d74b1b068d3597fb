import type { Relation } from '@bot/arbitrage'
import { type BookReading, BotError, type MarketFacts, type TimeMs } from '@bot/core'
import { parseClobMarket, parseGammaEvent, parseGammaMarket } from '@bot/polymarket'
import type { Settings } from '../config/settings.js'
import { classifyEvents, countClasses, type EventClass } from './classify-events.js'
import { itemsIn } from './items-in.js'
import { lookForArbitrage, type ScanFindings } from './look-for-arbitrage.js'
import { readJsonFile } from './read-json-file.js'
import { readQuotes } from './read-quotes.js'

/** Why a market can't be traded; each has one reason, the first that applies. */
export type Untradable = Readonly<{ market: string; question: string; reason: string }>

/** What a file of markets holds. */
export type MarketSurvey = Readonly<{
  file: string
  markets: number
  parsed: number
  rejected: Readonly<Record<string, number>>
  tradable: number
  negRiskMarkets: number
  untradable: Readonly<Record<string, number>>
  categories: Readonly<Record<string, number>>
  detail: readonly Untradable[]
  /** What is proven of each event with several markets, counted and one by one. */
  sets: Readonly<Record<string, number>>
  events: readonly EventClass[]
  /** What the best prices of the file would say if some shares were behind each; `undefined` without quotes. */
  quoted?: ScanFindings
  /** All markets that could be parsed. */
  facts: readonly MarketFacts[]
}>

/** What is needed to look at the quotes of a file. */
export type QuoteOptions = Readonly<{
  settings: Settings
  confirmed: readonly Relation[]
  at: TimeMs
}>

/** Names the first thing that keeps a market from being traded; `undefined` when nothing does. */
export const untradableReason = (market: MarketFacts): string | undefined => {
  if (market.resolution.state === 'resolved') return 'resolved'
  if (market.closed) return 'closed'
  if (market.tokens.length !== 2) return 'not-binary'
  if (!market.tradable) return 'not-accepting-orders'
  if (market.fee === 'unknown') return 'fee-unknown'
  if (market.tick === 'unknown') return 'tick-unknown'
  if (market.minimumSize === 'unknown') return 'minimum-size-unknown'
  if (market.negRisk === 'unknown') return 'neg-risk-unknown'
  if (typeof market.negRisk === 'object' && market.negRisk.role === 'placeholder')
    return 'placeholder'
  return undefined
}

/**
 * Reads a file of Gamma markets or events, or of CLOB markets (JSON, a list or a page, plain or gzipped), and says
 * what can be traded.
 *
 * @throws BotError `invalid-input-file` naming the file and line when it cannot be read.
 */
export const surveyMarkets = async (
  file: string,
  options?: QuoteOptions,
): Promise<MarketSurvey> => {
  const rejected: Record<string, number> = {}
  const untradable: Record<string, number> = {}
  const categories: Record<string, number> = {}
  const detail: Untradable[] = []
  const known: MarketFacts[] = []
  const readings: BookReading[] = []
  let markets = 0
  let parsed = 0
  let tradable = 0
  let negRiskMarkets = 0
  const take = (facts: MarketFacts): void => {
    parsed += 1
    known.push(facts)
    add(categories, facts.category)
    if (typeof facts.negRisk === 'object') negRiskMarkets += 1
    const reason = untradableReason(facts)
    if (reason === undefined) tradable += 1
    else {
      add(untradable, reason)
      detail.push({ market: facts.id, question: facts.question, reason })
    }
  }
  for (const raw of await readListing(file)) {
    for (const result of parseAny(raw)) {
      markets += 1
      if ('facts' in result) {
        take(result.facts)
        if (options !== undefined) {
          readings.push(...readQuotes(rawOf(raw, result.facts), result.facts, options.at))
        }
      } else {
        add(rejected, result.rejected)
        detail.push({ market: '', question: '', reason: result.rejected })
      }
    }
  }
  const events = classifyEvents(known)
  return {
    file,
    markets,
    parsed,
    rejected,
    tradable,
    negRiskMarkets,
    untradable,
    categories,
    detail,
    sets: countClasses(events),
    events,
    ...(options !== undefined && readings.length > 0
      ? { quoted: lookAtQuotes(known, readings, options) }
      : {}),
    facts: known,
  }
}

const lookAtQuotes = (
  markets: readonly MarketFacts[],
  readings: readonly BookReading[],
  { settings, confirmed, at }: QuoteOptions,
): ScanFindings => {
  const provenance = { source: 'file', ageMs: 0, state: 'last-known', simulated: false } as const
  return lookForArbitrage({ markets, readings, confirmed, at, provenance }, settings)
}

/** An event holds its markets: the one that was parsed is found by its id. */
const rawOf = (raw: unknown, { id }: MarketFacts): unknown => {
  const { markets } = raw as Readonly<{ markets?: unknown }>
  if (!Array.isArray(markets)) return raw
  return (
    markets.find((each: unknown) => (each as { conditionId?: unknown }).conditionId === id) ?? {}
  )
}

const add = (counts: Record<string, number>, key: string): void => {
  counts[key] = (counts[key] ?? 0) + 1
}

type Parsed = Readonly<{ facts: MarketFacts }> | Readonly<{ rejected: string }>

const parseAny = (raw: unknown): readonly Parsed[] => {
  if (typeof raw === 'object' && raw !== null && 'condition_id' in raw) {
    return [parseClobMarket(raw)]
  }
  if (typeof raw === 'object' && raw !== null && 'markets' in raw) {
    const parsed = parseGammaEvent(raw)
    if ('rejected' in parsed) return [parsed]
    const { markets, rejected } = parsed.event
    return [
      ...markets.map((facts) => ({ facts })),
      ...rejected.map(({ reason }) => ({ rejected: reason })),
    ]
  }
  return [parseGammaMarket(raw)]
}

const readListing = async (file: string): Promise<readonly unknown[]> => {
  const items = itemsIn(await readJsonFile(file))
  if (items !== undefined) return items
  throw new BotError('invalid-input-file', `Expected ${file} to hold Gamma markets or events`, {
    file,
  })
}
