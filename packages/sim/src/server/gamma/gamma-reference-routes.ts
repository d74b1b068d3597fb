import type { SimMarket } from '../../exchange/sim-market.js'
import type { Route } from '../http/route.js'
import { answer, type VenueAnswer } from '../http/venue-answer.js'
import { booleanParam, integerParam, listParam, type VenueRequest } from '../http/venue-request.js'
import type { ServerContext } from '../server-context.js'
import { invalidGamma, missingGamma } from './gamma-answer.js'
import { type EventGroup, eventGroups, gammaEvent } from './gamma-event.js'
import { profileAnswer } from './gamma-profile.js'
import { searchAnswer } from './gamma-search.js'
import { type GammaSeries, gammaSeries, seriesOf } from './gamma-series.js'
import { SPORTS, SPORTS_MARKET_TYPES } from './gamma-sports.js'
import { type GammaTag, gammaTag, tagOf, tagsOf } from './gamma-tags.js'

/** Makes the routes about tags, series, sports, people and the search; nobody comments here. */
export const referenceRoutes = (context: ServerContext): readonly Route[] => {
  const get = (path: string, handle: (request: VenueRequest) => VenueAnswer): Route => ({
    host: 'gamma',
    method: 'GET',
    path,
    handle,
  })
  const oneTag = (what: 'id' | 'slug'): Route =>
    get(`/tags${what === 'id' ? '' : '/slug'}/:${what}`, ({ params }) => {
      const found = allTags(context).find((tag) => tag[what] === params[what])
      return found === undefined ? missingGamma(what) : answer(showTag(context, found))
    })
  const nothing = (path: string): Route => get(path, () => answer([]))
  return [
    get('/status', () => PLAIN_OK),
    get('/tags', (request) => pageOf(request, allTags(context), (tag) => showTag(context, tag))),
    oneTag('slug'),
    oneTag('id'),
    nothing('/tags/:id/related-tags'),
    nothing('/tags/:id/related-tags/tags'),
    nothing('/tags/slug/:slug/related-tags'),
    nothing('/tags/slug/:slug/related-tags/tags'),
    get('/series', (request) => seriesAnswer(context, request)),
    get('/series/:id', ({ params }) => oneSeries(context, params['id'] ?? '')),
    get('/sports', () => answer(SPORTS)),
    get('/sports/market-types', () => answer({ marketTypes: SPORTS_MARKET_TYPES })),
    nothing('/teams'),
    nothing('/market-clarifications'),
    get('/comments', ({ query }) => commentsAnswer(query)),
    nothing('/comments/user_address/:address'),
    nothing('/comments/:id'),
    get('/public-search', (request) => searchAnswer(context, request)),
    get('/public-profile', (request) => profileAnswer(context, request)),
  ]
}

const allTags = (context: ServerContext): readonly GammaTag[] => tagsOf(context.exchange.markets())

const showTag = (context: ServerContext, tag: GammaTag): object => {
  const first = context.exchange.markets().find(({ category }) => tagOf(category).id === tag.id)
  return gammaTag(tag, (first as SimMarket).createdAt)
}

const pageOf = <T>(
  { query }: VenueRequest,
  rows: readonly T[],
  render: (row: T) => object,
): VenueAnswer => {
  const limit = integerParam(query, 'limit', 100)
  const offset = integerParam(query, 'offset', 0)
  if (limit === undefined || offset === undefined || limit < 0 || offset < 0) {
    return invalidGamma('limit and offset must be numbers')
  }
  const ordered = booleanParam(query, 'ascending', true) ? rows : rows.toReversed()
  return answer(ordered.slice(offset, offset + limit).map(render))
}

type SeriesGroups = Readonly<{ series: GammaSeries; groups: readonly EventGroup[] }>

const allSeries = (context: ServerContext): readonly SeriesGroups[] => {
  const found = new Map<string, { series: GammaSeries; groups: EventGroup[] }>()
  for (const group of eventGroups(context.exchange.markets())) {
    const series = seriesOf(group)
    if (series === undefined) continue
    const known = found.get(series.id) ?? { series, groups: [] }
    known.groups.push(group)
    found.set(series.id, known)
  }
  return [...found.values()]
}

const showSeries = (context: ServerContext, { series, groups }: SeriesGroups): object => ({
  ...gammaSeries(series, groups),
  events: groups.map((group) => gammaEvent(context, group, false)),
})

const seriesAnswer = (context: ServerContext, request: VenueRequest): VenueAnswer => {
  const slugs = listParam(request.query, 'slug')
  const bare = booleanParam(request.query, 'exclude_events', false)
  const wanted = allSeries(context)
    .filter(({ series }) => slugs.length === 0 || slugs.includes(series.slug))
    .filter(() => !booleanParam(request.query, 'closed', false))
  return pageOf(request, wanted, (entry) =>
    bare ? gammaSeries(entry.series, entry.groups) : showSeries(context, entry),
  )
}

const oneSeries = (context: ServerContext, id: string): VenueAnswer => {
  const found = allSeries(context).find(({ series }) => series.id === id)
  return found === undefined ? missingGamma('id') : answer(showSeries(context, found))
}

const COMMENTED: readonly string[] = ['Event', 'Series', 'PerpsAsset']

const commentsAnswer = (query: URLSearchParams): VenueAnswer => {
  const type = query.get('parent_entity_type')
  return type !== null && !COMMENTED.includes(type)
    ? invalidGamma('expected value to be one of "Event, Series, PerpsAsset"')
    : answer([])
}

/** Plain text here, where the CLOB's `/ok` answers JSON. */
const PLAIN_OK: VenueAnswer = {
  status: 200,
  body: new TextEncoder().encode('OK'),
  headers: { 'content-type': 'text/plain; charset=utf-8' },
}
