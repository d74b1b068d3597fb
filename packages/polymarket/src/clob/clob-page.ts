import type { MarketFacts } from '@bot/core'
import { z } from 'zod'
import { nameOfRaw } from '../gamma/parse-gamma-market.js'
import { expectShape } from '../transport/expect-shape.js'
import type { ListingPage, RejectedMarket } from '../wire/listing-page.js'
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
  const items: MarketFacts[] = []
  const rejected: RejectedMarket[] = []
  for (const value of data) {
    const parsed = parseClobMarket(value)
    if ('facts' in parsed) items.push(parsed.facts)
    else rejected.push({ market: nameOfRaw(value), reason: parsed.rejected })
  }
  return { items, rejected, ...(next && next !== END && { next }) }
}
