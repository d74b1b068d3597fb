import { BotError, type MarketFacts } from '@bot/core'
import { isFields } from '../wire/is-fields.js'
import { type ListingPage, readListing } from '../wire/listing-page.js'
import { type GammaEvent, parseGammaEvent } from './parse-gamma-event.js'
import { nameOfRaw, parseGammaMarket } from './parse-gamma-market.js'

/** Reads a page of markets: `{markets, next_cursor?}` or a bare list. */
export const readMarketPage = (raw: unknown, path: string): ListingPage<MarketFacts> => {
  const { list, ...rest } = openPage(raw, 'markets', path)
  const read = (value: unknown): MarketFacts | string => {
    const parsed = parseGammaMarket(value)
    return 'facts' in parsed ? parsed.facts : parsed.rejected
  }
  return { ...readListing(list, read, nameOfRaw), ...rest }
}

/** Reads a page of events; `rejected` holds unreadable events and unreadable markets of readable ones. */
export const readEventPage = (raw: unknown, path: string): ListingPage<GammaEvent> => {
  const { list, ...rest } = openPage(raw, 'events', path)
  const read = (value: unknown): GammaEvent | string => {
    const parsed = parseGammaEvent(value)
    return 'event' in parsed ? parsed.event : parsed.rejected
  }
  const { items, rejected } = readListing(list, read, nameOfRaw)
  return { items, rejected: [...rejected, ...items.flatMap((event) => event.rejected)], ...rest }
}

type OpenedPage = Readonly<{ list: readonly unknown[]; next?: string }>

const openPage = (raw: unknown, name: 'markets' | 'events', path: string): OpenedPage => {
  const list = isFields(raw) ? raw[name] : raw
  if (!Array.isArray(list)) {
    throw new BotError('unexpected-response', `Expected ${name} from ${path}, was none`, { path })
  }
  const next = isFields(raw) ? raw['next_cursor'] : undefined
  return { list, ...(typeof next === 'string' && next !== '' && { next }) }
}
