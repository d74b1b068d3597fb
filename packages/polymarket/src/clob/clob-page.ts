import type { MarketFacts } from '@bot/core'
import { z } from 'zod'
import { nameOfRaw } from '../gamma/parse-gamma-market.js'
import { expectShape } from '../transport/expect-shape.js'
import { type ListingPage, readListing } from '../wire/listing-page.js'
import { parseClobMarket } from './parse-clob-market.js'

/** The cursor of the page after the last: the venue's way to say that there is none. */
const END = 'LTE='
const pageShape = z.object({
  data: z.array(z.unknown()),
  next_cursor: z.string().nullish(),
})

/** Reads a page of the CLOB's markets. @throws BotError `unexpected-response` */
export const readClobPage = (raw: unknown, path: string): ListingPage<MarketFacts> => {
  const { data, next_cursor: next } = expectShape(pageShape, raw, path)
  const read = (value: unknown): MarketFacts | string => {
    const parsed = parseClobMarket(value)
    return 'facts' in parsed ? parsed.facts : parsed.rejected
  }
  return { ...readListing(data, read, nameOfRaw), ...(next && next !== END && { next }) }
}
