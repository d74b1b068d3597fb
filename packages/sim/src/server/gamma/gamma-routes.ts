import type { SimMarket } from '../../exchange/sim-market.js'
import type { Route } from '../http/route.js'
import { answer, type VenueAnswer } from '../http/venue-answer.js'
import { booleanParam, type VenueRequest } from '../http/venue-request.js'
import type { ServerContext } from '../server-context.js'
import { missingGamma } from './gamma-answer.js'
import { type EventGroup, eventGroups, gammaEvent, gammaEventHead, groupOf } from './gamma-event.js'
import { eventFilter } from './gamma-event-filter.js'
import { countedPage, keysetPage, type ListedRow, legacyPage } from './gamma-listing.js'
import { gammaMarket } from './gamma-market.js'
import { marketFilter } from './gamma-market-filter.js'
import { referenceRoutes } from './gamma-reference-routes.js'
import { gammaTag, tagOf, tagsOf } from './gamma-tags.js'

/** Makes the routes of the metadata host. */
export const gammaRoutes = (context: ServerContext): readonly Route[] => {
  const list = listRoute(context)
  const market = marketRoute(context)
  const event = eventRoute(context)
  return [
    list('/markets/keyset', marketRows, (request, rows) => keysetPage(request, 'markets', rows)),
    list('/events/keyset', eventRows, (request, rows) => keysetPage(request, 'events', rows)),
    list('/events/pagination', eventRows, countedPage),
    list('/markets', marketRows, legacyPage),
    list('/events', eventRows, legacyPage),
    market('/markets/slug/:slug', showMarket, 'slug'),
    market('/markets/:id/tags', marketTags, 'id'),
    market('/markets/:id', showMarket, 'id'),
    event('/events/slug/:slug', showEvent, 'slug'),
    event('/events/:id/tags', eventTags, 'id'),
    event('/events/:id', showEvent, 'id'),
    ...referenceRoutes(context),
  ]
}

const get = (path: string, handle: (request: VenueRequest) => VenueAnswer): Route => ({
  host: 'gamma',
  method: 'GET',
  path,
  handle,
})

const listRoute =
  (context: ServerContext) =>
  (path: string, read: Reader, page: Pager): Route =>
    get(path, (request) => {
      const rows = read(context, request)
      return 'status' in rows ? rows : page(request, rows)
    })

const marketRoute =
  (context: ServerContext) =>
  (path: string, show: ShowMarket, what: 'id' | 'slug'): Route =>
    get(path, (request) => {
      const nameOf = ({ number, slug }: SimMarket): string => (what === 'id' ? number : slug)
      const found = context.exchange
        .markets()
        .find((known) => nameOf(known) === request.params[what])
      return found === undefined ? missingGamma(what) : answer(show(context, found, request))
    })

const eventRoute =
  (context: ServerContext) =>
  (path: string, show: ShowEvent, what: 'id' | 'slug'): Route =>
    get(path, (request) => {
      const groups = eventGroups(context.exchange.markets())
      const found = groups.find((known) => known[what] === request.params[what])
      return found === undefined ? missingGamma(what) : answer(show(context, found, request))
    })

type Reader = (context: ServerContext, request: VenueRequest) => readonly ListedRow[] | VenueAnswer
type Pager = (request: VenueRequest, rows: readonly ListedRow[]) => VenueAnswer
type ShowMarket = (context: ServerContext, market: SimMarket, request: VenueRequest) => object
type ShowEvent = (context: ServerContext, group: EventGroup, request: VenueRequest) => object

const marketRows: Reader = (context, request) => {
  const wanted = marketFilter(context, request.query)
  if (typeof wanted !== 'function') return wanted
  return context.exchange
    .markets()
    .filter(wanted)
    .map((market) => ({ id: market.number, render: () => showMarket(context, market, request) }))
}

const eventRows: Reader = (context, request) => {
  const wanted = eventFilter(context, request.query)
  if (typeof wanted !== 'function') return wanted
  return eventGroups(context.exchange.markets())
    .filter(wanted)
    .map((group) => ({ id: group.id, render: () => showEvent(context, group, request) }))
}

const showMarket: ShowMarket = (context, market, { query }) => ({
  ...gammaMarket(context, market),
  events: [gammaEventHead(context, groupOf(context, market))],
  ...(booleanParam(query, 'include_tag', false) ? { tags: marketTags(context, market) } : {}),
})

const showEvent: ShowEvent = (context, group, { query }) =>
  gammaEvent(context, group, booleanParam(query, 'include_markets', true))

const marketTags = (_context: ServerContext, market: SimMarket): readonly object[] => [
  gammaTag(tagOf(market.category), market.createdAt),
]

const eventTags: ShowEvent = (_context, { markets }) =>
  tagsOf(markets).map((tag) => gammaTag(tag, (markets[0] as SimMarket).createdAt))
