import { usdToNumber } from '@bot/core'
import type { SimMarket } from '../../exchange/sim-market.js'
import type { Route } from '../http/route.js'
import { answer, refuse, type VenueAnswer } from '../http/venue-answer.js'
import { listParam, type VenueRequest } from '../http/venue-request.js'
import type { ServerContext } from '../server-context.js'
import {
  type EventGroup,
  eventClosed,
  eventGroups,
  eventOf,
  gammaEvent,
  gammaEventHead,
} from './gamma-event.js'
import { keysetPage, type ListedRow, legacyPage } from './gamma-listing.js'
import { gammaClosed, gammaMarket } from './gamma-market.js'

/** Makes the routes of the metadata host. */
export const gammaRoutes = (context: ServerContext): readonly Route[] => {
  const get = (path: string, handle: (request: VenueRequest) => VenueAnswer): Route => ({
    host: 'gamma',
    method: 'GET',
    path,
    handle,
  })
  return [
    get('/markets/keyset', (request) =>
      keysetPage(request, 'markets', marketRows(context, request)),
    ),
    get('/events/keyset', (request) => keysetPage(request, 'events', eventRows(context, request))),
    get('/markets', (request) => legacyPage(request, marketRows(context, request))),
    get('/events', (request) => legacyPage(request, eventRows(context, request))),
    get('/markets/slug/:slug', ({ params }) =>
      oneMarket(context, (market) => market.slug === params['slug']),
    ),
    get('/markets/:id', ({ params }) =>
      oneMarket(context, (market) => market.number === params['id']),
    ),
    get('/events/slug/:slug', ({ params }) =>
      oneEvent(context, (event) => event.slug === params['slug']),
    ),
    get('/events/:id', ({ params }) => oneEvent(context, (event) => event.id === params['id'])),
    get('/tags', () => answer(allTags(context))),
  ]
}

const marketRows = (context: ServerContext, { query }: VenueRequest): readonly ListedRow[] => {
  const wants = {
    id: listParam(query, 'id'),
    slug: listParam(query, 'slug'),
    condition: listParam(query, 'condition_ids'),
    token: listParam(query, 'clob_token_ids'),
  }
  const matches = (market: SimMarket): boolean =>
    within(wants.id, market.number) &&
    within(wants.slug, market.slug) &&
    within(wants.condition, market.id) &&
    (wants.token.length === 0 || market.tokens.some((token) => wants.token.includes(token)))
  // Listings show active markets only: placeholders appear inside their event alone.
  return context.exchange
    .markets()
    .filter((market) => market.negRiskRole !== 'placeholder' && matches(market))
    .map((market) => ({
      id: market.number,
      closed: gammaClosed(context, market),
      orderBy: (field) => marketOrder(context, market)[field],
      render: () => ({
        ...gammaMarket(context, market),
        events: [gammaEventHead(context, { ...eventOf(market), markets: [market] })],
      }),
    }))
}

const marketOrder = (context: ServerContext, market: SimMarket): Record<string, number> => {
  const { volume, liquidity } = context.exchange.figures(market.id)
  return {
    id: Number(market.number),
    volume: usdToNumber(volume),
    volumeNum: usdToNumber(volume),
    volume24hr: usdToNumber(volume),
    liquidity: usdToNumber(liquidity),
    liquidityNum: usdToNumber(liquidity),
    startDate: market.createdAt,
    createdAt: market.createdAt,
    endDate: market.endsAt,
  }
}

const eventRows = (context: ServerContext, { query }: VenueRequest): readonly ListedRow[] => {
  const ids = listParam(query, 'id')
  const slugs = listParam(query, 'slug')
  return eventGroups(context.exchange.markets())
    .filter((group) => within(ids, group.id) && within(slugs, group.slug))
    .map((group) => ({
      id: group.id,
      closed: eventClosed(context, group),
      orderBy: (field) => eventOrder(context, group)[field],
      render: () => gammaEvent(context, group),
    }))
}

const eventOrder = (context: ServerContext, group: EventGroup): Record<string, number> => {
  const orders = group.markets.map((market) => marketOrder(context, market))
  const total = (field: string): number =>
    orders.reduce((sum, order) => sum + (order[field] ?? 0), 0)
  return {
    id: Number(group.id.replace(/\D/g, '')),
    volume: total('volume'),
    volume24hr: total('volume'),
    liquidity: total('liquidity'),
    startDate: Math.min(...orders.map((order) => order['startDate'] ?? 0)),
    endDate: Math.max(...orders.map((order) => order['endDate'] ?? 0)),
  }
}

const within = (wanted: readonly string[], value: string): boolean =>
  wanted.length === 0 || wanted.includes(value)

const oneMarket = (context: ServerContext, fits: (market: SimMarket) => boolean): VenueAnswer => {
  const market = context.exchange.markets().find(fits)
  if (market === undefined) return refuse(404, 'id not found')
  const group = { ...eventOf(market), markets: [market] }
  return answer({ ...gammaMarket(context, market), events: [gammaEventHead(context, group)] })
}

const oneEvent = (context: ServerContext, fits: (event: EventGroup) => boolean): VenueAnswer => {
  const group = eventGroups(context.exchange.markets()).find(fits)
  return group === undefined ? refuse(404, 'id not found') : answer(gammaEvent(context, group))
}

const allTags = (context: ServerContext): readonly object[] =>
  [...new Set(context.exchange.markets().map((market) => market.category))].map((label, index) => ({
    id: String(index + 1),
    label,
    slug: label,
  }))
