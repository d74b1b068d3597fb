import type { SimMarket } from '../../exchange/sim-market.js'
import type { VenueAnswer } from '../http/venue-answer.js'
import { booleanParam, listParam } from '../http/venue-request.js'
import type { ServerContext } from '../server-context.js'
import { invalidGamma } from './gamma-answer.js'
import { type EventGroup, eventClosed } from './gamma-event.js'
import { marketFigures } from './gamma-figures.js'
import { gammaClosed, gammaPhase } from './gamma-market.js'
import { seriesOf } from './gamma-series.js'
import { sportsEventFields, sportsMarketFields } from './gamma-sports.js'
import { tagOf, tagsOf } from './gamma-tags.js'

/** Tells whether a thing is wanted. */
export type Wanted<T> = (thing: T) => boolean

/** Values that one list parameter may name. */
const MAX_SELECTORS = 100

/** Reads the filters of a market listing; parameters that the venue does not know are ignored. */
export const marketFilter = (
  context: ServerContext,
  query: URLSearchParams,
): Wanted<SimMarket> | VenueAnswer => {
  if (listParam(query, 'condition_ids').length > MAX_SELECTORS) {
    return invalidGamma(`condition_ids must have at most ${MAX_SELECTORS} values`)
  }
  const wrong = wrongBound(query, MARKET_BOUNDS)
  if (wrong !== undefined) return wrong
  const closed = booleanParam(query, 'closed', false)
  const status = query.get('uma_resolution_status')
  const tests: readonly Wanted<SimMarket>[] = [
    // Listings show active markets only: placeholders appear inside their event alone.
    (market) => market.negRiskRole !== 'placeholder',
    (market) => gammaClosed(context, market) === closed,
    listed(query, 'id', (market) => [market.number]),
    listed(query, 'slug', (market) => [market.slug]),
    listed(query, 'condition_ids', (market) => [market.id]),
    listed(query, 'question_ids', (market) => [market.questionId]),
    listed(query, 'clob_token_ids', (market) => market.tokens),
    listed(query, 'tag_id', (market) => [tagOf(market.category).id]),
    listed(query, 'market_maker_address', () => []),
    listed(query, 'position_ids', () => []),
    listed(query, 'game_id', (market) => [sportsField(market, 'gameId')]),
    listed(query, 'sports_market_types', (market) => [sportsField(market, 'sportsMarketType')]),
    bounded(query, 'liquidity_num', (market) => marketFigures(context, market).liquidity),
    bounded(query, 'volume_num', (market) => marketFigures(context, market).volume),
    dated(query, 'start_date', (market) => market.createdAt),
    dated(query, 'end_date', (market) => market.endsAt),
    (market) => status === null || umaStatus(context, market) === status,
    flagged(query, 'cyom', () => false),
    flagged(query, 'rfq_enabled', () => false),
    flagged(query, 'active', () => true),
    flagged(query, 'archived', () => false),
  ]
  return (market) => tests.every((test) => test(market))
}

const MARKET_BOUNDS = ['liquidity_num', 'volume_num', 'start_date', 'end_date'] as const
const EVENT_BOUNDS = ['liquidity', 'volume', 'start_date', 'end_date', 'start_time'] as const

const sportsField = (market: SimMarket, name: string): string =>
  String((sportsMarketFields(market) as Readonly<Record<string, unknown>>)[name] ?? '')

const umaStatus = (context: ServerContext, market: SimMarket): string =>
  gammaPhase(context, market) === 'resolved'
    ? 'resolved'
    : ((market.resolutionSteps ?? []).filter((step) => step !== 'resolved').at(-1) ?? '')

/** Reads the filters of an event listing. */
export const eventFilter = (
  context: ServerContext,
  query: URLSearchParams,
): Wanted<EventGroup> | VenueAnswer => {
  const wrong = wrongBound(query, EVENT_BOUNDS)
  if (wrong !== undefined) return wrong
  const closed = booleanParam(query, 'closed', false)
  const title = (query.get('title_search') ?? '').toLowerCase()
  const excluded = listParam(query, 'exclude_tag_id')
  const figure = (group: EventGroup, pick: 'volume' | 'liquidity'): number =>
    group.markets.reduce((sum, market) => sum + marketFigures(context, market)[pick], 0)
  const game = (group: EventGroup): ReturnType<typeof sportsEventFields> => {
    const [market] = group.markets
    const isOver = eventClosed(context, group)
    return market === undefined ? {} : sportsEventFields(market, context.exchange.now(), isOver)
  }
  const tests: readonly Wanted<EventGroup>[] = [
    (group) => eventClosed(context, group) === closed,
    (group) => group.title.toLowerCase().includes(title),
    (group) => !tagsOf(group.markets).some(({ id }) => excluded.includes(id)),
    listed(query, 'id', (group) => [group.id]),
    listed(query, 'slug', (group) => [group.slug]),
    listed(query, 'tag_id', (group) => tagsOf(group.markets).map(({ id }) => id)),
    listed(query, 'tag_slug', (group) => tagsOf(group.markets).map(({ slug }) => slug)),
    listed(query, 'series_id', (group) => [seriesOf(group)?.id ?? '']),
    listed(query, 'recurrence', (group) => [seriesOf(group) === undefined ? '' : 'hourly']),
    listed(query, 'game_id', (group) => [String(game(group).gameId ?? '')]),
    listed(query, 'parent_event_id', () => []),
    listed(query, 'partner_slug', () => []),
    bounded(query, 'liquidity', (group) => figure(group, 'liquidity')),
    bounded(query, 'volume', (group) => figure(group, 'volume')),
    dated(query, 'start_date', (g) => Math.min(...g.markets.map((m) => m.createdAt))),
    dated(query, 'end_date', (g) => Math.max(...g.markets.map((m) => m.endsAt))),
    dated(query, 'start_time', (g) => g.markets[0]?.gameStartsAt ?? Number.NaN),
    flagged(query, 'live', (group) => game(group).live ?? false),
    flagged(query, 'ended', (group) => game(group).ended ?? false),
    flagged(query, 'featured', () => false),
    flagged(query, 'cyom', () => false),
    flagged(query, 'active', () => true),
    flagged(query, 'archived', () => false),
  ]
  return (group) => tests.every((test) => test(group))
}

/** Passes what has one of the values that a list parameter names, or all where it names none. */
const listed = <T>(
  query: URLSearchParams,
  name: string,
  read: (thing: T) => readonly string[],
): Wanted<T> => {
  const wanted = listParam(query, name)
  return (thing) => wanted.length === 0 || read(thing).some((value) => wanted.includes(value))
}

const flagged = <T>(
  query: URLSearchParams,
  name: string,
  read: (thing: T) => boolean,
): Wanted<T> => {
  const wanted = query.get(name)
  return (thing) => wanted === null || wanted === '' || String(read(thing)) === wanted
}

const bounded = <T>(
  query: URLSearchParams,
  name: string,
  read: (thing: T) => number,
): Wanted<T> => {
  const least = boundOf(query, `${name}_min`, Number)
  const most = boundOf(query, `${name}_max`, Number)
  return (thing) => fits(least, most, () => read(thing))
}

const dated = <T>(query: URLSearchParams, name: string, read: (thing: T) => number): Wanted<T> => {
  const least = boundOf(query, `${name}_min`, Date.parse)
  const most = boundOf(query, `${name}_max`, Date.parse)
  return (thing) => fits(least, most, () => read(thing))
}

const fits = (least: number | undefined, most: number | undefined, read: () => number): boolean => {
  if (least === undefined && most === undefined) return true
  const value = read()
  return value >= (least ?? Number.NEGATIVE_INFINITY) && value <= (most ?? Number.POSITIVE_INFINITY)
}

const boundOf = (
  query: URLSearchParams,
  name: string,
  parse: (text: string) => number,
): number | undefined => {
  const text = query.get(name)
  return text === null || text === '' ? undefined : parse(text)
}

const wrongBound = (query: URLSearchParams, names: readonly string[]): VenueAnswer | undefined => {
  for (const name of names) {
    const parse = name.endsWith('date') || name.endsWith('time') ? Date.parse : Number
    for (const end of [`${name}_min`, `${name}_max`]) {
      const value = boundOf(query, end, parse)
      if (value !== undefined && Number.isNaN(value)) return invalidGamma(`${end} is not valid`)
    }
  }
  return undefined
}
