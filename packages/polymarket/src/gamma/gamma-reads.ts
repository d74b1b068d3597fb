import { BotError, type MarketFacts, type MarketId, type TokenId } from '@bot/core'
import { createGetter, type Getter, type Query } from '../transport/create-getter.js'
import type { Transport } from '../transport/create-transport.js'
import type { ListingPage } from '../wire/listing-page.js'
import { readEventPage, readMarketPage } from './gamma-page.js'
import { type GammaEvent, parseGammaEvent } from './parse-gamma-event.js'
import { parseGammaMarket } from './parse-gamma-market.js'

/** Which page, and any filter that Gamma knows (`closed`, `tag_id`, `liquidity_num_min`, ...). */
export type GammaPageQuery = Readonly<{
  cursor?: string
  /** 1 to 100, default 100. */
  limit?: number
  filters?: Query
}>

/** Gamma's reads. Each throws what `readJson` throws, and `unexpected-response` for another shape. */
export type GammaReads = Readonly<{
  /** Reads a page of open markets; pass `closed: true` as a filter for the others. */
  markets: (query?: GammaPageQuery, signal?: AbortSignal) => Promise<ListingPage<MarketFacts>>
  /** Reads a page of events with all their markets. */
  events: (query?: GammaPageQuery, signal?: AbortSignal) => Promise<ListingPage<GammaEvent>>
  /**
   * Reads a page of the older listing, whose cursor is an offset. The venue refuses offsets above 2,000, so a long
   * listing ends there: `cut` says that more may follow.
   */
  marketsByOffset: (
    query?: GammaPageQuery,
    signal?: AbortSignal,
  ) => Promise<ListingPage<MarketFacts> & Readonly<{ cut: boolean }>>
  /** Reads one market; `undefined` when Gamma knows none of this slug. */
  marketBySlug: (slug: string, signal?: AbortSignal) => Promise<MarketFacts | undefined>
  /** Reads one event; `undefined` when Gamma knows none of this slug. */
  eventBySlug: (slug: string, signal?: AbortSignal) => Promise<GammaEvent | undefined>
  /** Reads markets by condition id, closed ones too; unknown ids are left out. */
  marketsByCondition: (
    ids: readonly MarketId[],
    signal?: AbortSignal,
  ) => Promise<ListingPage<MarketFacts>>
  /** Reads markets by token, closed ones too; unknown tokens are left out. */
  marketsByToken: (
    tokens: readonly TokenId[],
    signal?: AbortSignal,
  ) => Promise<ListingPage<MarketFacts>>
}>

const PAGE = 100
const LAST_OFFSET = 2_000
/** Keeps the address below 8 kB, token ids being 77 digits long. */
const IDS_AT_ONCE = 50

/** Makes Gamma's reads over one transport. */
export const createGammaReads = (transport: Transport): GammaReads => {
  const { get, getOrAbsent } = createGetter(transport, 'gamma')
  return {
    markets: async (query = {}, signal) =>
      readMarketPage(await get('/markets/keyset', keyset(query), signal), '/markets/keyset'),
    events: async (query = {}, signal) =>
      readEventPage(await get('/events/keyset', keyset(query), signal), '/events/keyset'),
    marketsByOffset: async (query = {}, signal) => {
      const { filters = {} } = query
      // A larger limit is cut to this without a word, and would look like the last page.
      const limit = Math.min(query.limit ?? PAGE, PAGE)
      const offset = Number(query.cursor ?? 0)
      const raw = await get('/markets', { ...filters, limit, offset }, signal)
      const page = readMarketPage(raw, '/markets')
      const full = page.items.length + page.rejected.length >= limit
      const next = offset + limit
      if (!full || next > LAST_OFFSET) return { ...page, cut: full }
      return { ...page, next: String(next), cut: false }
    },
    marketBySlug: async (slug, signal) =>
      factsOf(await getOrAbsent(`/markets/slug/${encodeURIComponent(slug)}`, {}, signal), slug),
    eventBySlug: async (slug, signal) =>
      eventOf(await getOrAbsent(`/events/slug/${encodeURIComponent(slug)}`, {}, signal), slug),
    marketsByCondition: readByIds(get, 'condition_ids', (market) => [market.id]),
    marketsByToken: readByIds(get, 'clob_token_ids', (market) => market.tokens),
  }
}

type IdReader<Id extends string> = (
  ids: readonly Id[],
  signal?: AbortSignal,
) => Promise<ListingPage<MarketFacts>>

const readByIds =
  <Id extends string>(
    get: Getter['get'],
    name: string,
    idsOf: (market: MarketFacts) => readonly string[],
  ): IdReader<Id> =>
  async (ids, signal) => {
    const pages: ListingPage<MarketFacts>[] = []
    for (let from = 0; from < ids.length; from += IDS_AT_ONCE) {
      let missing: readonly string[] = ids.slice(from, from + IDS_AT_ONCE)
      // Gamma lists open markets unless told otherwise, and closed ones only when told.
      for (const closed of [false, true]) {
        if (missing.length === 0) break
        const query = { [name]: missing, closed, limit: PAGE }
        const page = readMarketPage(await get('/markets', query, signal), '/markets')
        pages.push(page)
        const found = new Set(page.items.flatMap(idsOf))
        missing = missing.filter((id) => !found.has(id))
      }
    }
    return joinPages(pages)
  }

const keyset = ({ cursor, limit = PAGE, filters = {} }: GammaPageQuery): Query => ({
  ...filters,
  limit,
  after_cursor: cursor,
})

const joinPages = (pages: readonly ListingPage<MarketFacts>[]): ListingPage<MarketFacts> => ({
  items: pages.flatMap((page) => page.items),
  rejected: pages.flatMap((page) => page.rejected),
})

const factsOf = (raw: unknown, slug: string): MarketFacts | undefined => {
  if (raw === undefined) return undefined
  const parsed = parseGammaMarket(raw)
  if ('facts' in parsed) return parsed.facts
  throw unreadable(slug, parsed.rejected)
}

const eventOf = (raw: unknown, slug: string): GammaEvent | undefined => {
  if (raw === undefined) return undefined
  const parsed = parseGammaEvent(raw)
  if ('event' in parsed) return parsed.event
  throw unreadable(slug, parsed.rejected)
}

const unreadable = (slug: string, reason: string): BotError =>
  new BotError('unexpected-response', `Expected a readable ${slug}, was refused: ${reason}`, {
    slug,
    reason,
  })
