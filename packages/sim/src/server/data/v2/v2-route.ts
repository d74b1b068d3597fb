import { hashText } from '@bot/core'
import type { Route } from '../../http/route.js'
import { answer, type VenueAnswer } from '../../http/venue-answer.js'
import type { VenueRequest } from '../../http/venue-request.js'
import type { DataContext } from '../builder-fills.js'
import { refuseV2 } from './v2-request.js'

/** One route of the second version: `maxAge` is how many seconds caches may answer for it. */
export type RouteV2 = Readonly<{
  path: string
  summary: string
  maxAge?: number
  handle: (context: DataContext, request: VenueRequest) => VenueAnswer
}>

type Cached = Readonly<{ at: number; given: VenueAnswer }>

const MAX_CACHED = 1_000

/**
 * Makes the routes: no `offset`, an id for each answer in `x-trace-id` and in errors, and what caches are told. With
 * the rule `dataCache` on, the same address is answered from a cache, trace id included, until it is too old.
 */
export const routesV2 = (context: DataContext, routes: readonly RouteV2[]): readonly Route[] => {
  const cache = new Map<string, Cached>()
  let answered = 0
  const traced = (given: VenueAnswer): VenueAnswer => {
    const id = traceId(++answered)
    const body = given.status < 400 ? given.body : { ...(given.body as object), trace_id: id }
    return { ...given, body, headers: { ...given.headers, 'x-trace-id': id } }
  }
  const serve = (route: RouteV2, request: VenueRequest): VenueAnswer => {
    const { query } = request
    const given = query.has('offset')
      ? refuseV2('offset is not supported; page with cursor', 'offset')
      : route.handle(context, request)
    return traced(route.maxAge === undefined ? given : withAge(given, route.maxAge))
  }
  return routes.map((route) => ({
    host: 'data',
    method: 'GET',
    path: `/v2${route.path}`,
    handle: (request) =>
      route.maxAge === undefined || !context.rules.dataCache
        ? serve(route, request)
        : fromCache(cache, request, route.maxAge, () => serve(route, request)),
  }))
}

const traceId = (count: number): string =>
  [1, 2, 3, 4].map((part) => hashText(`${count}:${part}`).toString(16).padStart(8, '0')).join('')

const withAge = (given: VenueAnswer, seconds: number): VenueAnswer =>
  given.status !== 200
    ? given
    : { ...given, headers: { ...given.headers, 'cache-control': `public, max-age=${seconds}` } }

const fromCache = (
  cache: Map<string, Cached>,
  request: VenueRequest,
  maxAge: number,
  make: () => VenueAnswer,
): VenueAnswer => {
  const key = `${request.path}?${request.query}`
  const known = cache.get(key)
  const age = known === undefined ? 0 : Math.floor((request.at - known.at) / 1000)
  if (known !== undefined && age < maxAge) {
    const headers = { ...known.given.headers, 'x-cache': 'Hit from cloudfront', age: String(age) }
    return { ...known.given, headers }
  }
  const given = make()
  if (given.status === 200) {
    cache.delete(key)
    cache.set(key, { at: request.at, given })
    const [oldest] = cache.keys()
    if (cache.size > MAX_CACHED && oldest !== undefined) cache.delete(oldest)
  }
  return { ...given, headers: { ...given.headers, 'x-cache': 'Miss from cloudfront' } }
}

/** Answers `/v2/openapi.json`: the paths alone. */
export const openApiV2 = (routes: readonly RouteV2[]): VenueAnswer =>
  answer({
    openapi: '3.1.0',
    info: { title: 'Data API v2 of a simulated exchange', version: '0.1.0' },
    paths: Object.fromEntries(
      routes.map(({ path, summary }) => [
        `/v2${path}`,
        { get: { summary, responses: { 200: { description: 'OK' } } } },
      ]),
    ),
  })
