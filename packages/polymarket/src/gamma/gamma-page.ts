import { BotError, type MarketFacts } from '@bot/core'
import { isFields } from '../wire/is-fields.js'
import type { ListingPage, RejectedMarket } from '../wire/listing-page.js'
import { type GammaEvent, parseGammaEvent } from './parse-gamma-event.js'
import { nameOfRaw, parseGammaMarket } from './parse-gamma-market.js'

/** Reads `{[name]: [...], next_cursor?}` or a bare list. */
const readListing = (raw: unknown, name: 'markets' | 'events', path: string) => {
  const list = isFields(raw) ? raw[name] : raw
  if (!Array.isArray(list)) {
    throw new BotError('unexpected-response', `Expected ${name} from ${path}, was none`, { path })
  }
  const next = isFields(raw) ? raw['next_cursor'] : undefined
  return {
    list: list as readonly unknown[],
    ...(typeof next === 'string' && next !== '' && { next }),
  }
}

/** Reads a page of markets. */
export const readMarketPage = (raw: unknown, path: string): ListingPage<MarketFacts> => {
  const { list, ...rest } = readListing(raw, 'markets', path)
  const items: MarketFacts[] = []
  const rejected: RejectedMarket[] = []
  for (const value of list) {
    const parsed = parseGammaMarket(value)
    if ('facts' in parsed) items.push(parsed.facts)
    else rejected.push({ market: nameOfRaw(value), reason: parsed.rejected })
  }
  return { items, rejected, ...rest }
}

/** Reads a page of events; `rejected` holds unreadable events and unreadable markets of readable ones. */
export const readEventPage = (raw: unknown, path: string): ListingPage<GammaEvent> => {
  const { list, ...rest } = readListing(raw, 'events', path)
  const items: GammaEvent[] = []
  const rejected: RejectedMarket[] = []
  for (const value of list) {
    const parsed = parseGammaEvent(value)
    if ('event' in parsed) items.push(parsed.event)
    else rejected.push({ market: nameOfRaw(value), reason: parsed.rejected })
  }
  return { items, rejected: [...rejected, ...items.flatMap((event) => event.rejected)], ...rest }
}
