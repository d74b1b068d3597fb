import { type EventId, eventId, type MarketFacts } from '@bot/core'
import { isFields } from '../wire/is-fields.js'
import type { RejectedMarket } from '../wire/listing-page.js'
import { readText } from '../wire/read-text.js'
import type { GammaEventFields } from './gamma-fields.js'
import { nameOfRaw, parseGammaMarket } from './parse-gamma-market.js'

/** An event with its markets, each carrying the event's id, title and negRisk shape. */
export type GammaEvent = Readonly<{
  id: EventId
  slug: string
  title: string
  closed: boolean
  /** Whether its outcomes exclude each other; absent when Gamma does not say. */
  negRisk?: boolean
  markets: readonly MarketFacts[]
  rejected: readonly RejectedMarket[]
}>

/** An event that could be read, or a short kebab-case reason why not. */
export type ParsedEvent = Readonly<{ event: GammaEvent } | { rejected: string }>

/**
 * Reads one event object of Gamma with all its markets, closed ones and placeholders too. A market that cannot be
 * read is named in `rejected` and hides no other. Never throws.
 */
export const parseGammaEvent = (raw: unknown): ParsedEvent => {
  if (!isFields(raw)) return { rejected: 'not-an-object' }
  const fields: GammaEventFields = raw
  const id = readText(fields.id)
  if (id === undefined) return { rejected: 'missing-event-id' }
  const list: readonly unknown[] = Array.isArray(fields.markets) ? fields.markets : []
  const markets: MarketFacts[] = []
  const rejected: RejectedMarket[] = []
  for (const value of list) {
    const parsed = parseGammaMarket(value, fields)
    if ('facts' in parsed) markets.push(parsed.facts)
    else rejected.push({ market: nameOfRaw(value), reason: parsed.rejected })
  }
  const negRisk = fields.negRisk
  const title = readText(fields.title) ?? ''
  const slug = readText(fields.slug) ?? ''
  return {
    event: {
      id: eventId(id),
      slug,
      title,
      closed: fields.closed === true,
      ...(typeof negRisk === 'boolean' && { negRisk }),
      markets,
      rejected,
    },
  }
}
