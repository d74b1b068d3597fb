import type { VenueAnswer } from '../http/venue-answer.js'
import { booleanParam, listParam } from '../http/venue-request.js'
import type { ServerContext } from '../server-context.js'
import { type EventGroup, eventClosed } from './gamma-event.js'
import { marketFigures } from './gamma-figures.js'
import { seriesOf } from './gamma-series.js'
import { sportsEventFields } from './gamma-sports.js'
import { tagsOf } from './gamma-tags.js'
import { bounded, dated, flagged, listed, type Wanted, wrongBound } from './wanted-rows.js'

const BOUNDS = ['liquidity', 'volume', 'start_date', 'end_date', 'start_time'] as const

/** Reads the filters of an event listing. */
export const eventFilter = (
  context: ServerContext,
  query: URLSearchParams,
): Wanted<EventGroup> | VenueAnswer => {
  const wrong = wrongBound(query, BOUNDS)
  if (wrong !== undefined) return wrong
  const tests = [
    ...stateTests(context, query),
    ...tagTests(query),
    ...figureTests(context, query),
    listed<EventGroup>(query, 'id', (group) => [group.id]),
    listed<EventGroup>(query, 'slug', (group) => [group.slug]),
    listed<EventGroup>(query, 'parent_event_id', () => []),
    listed<EventGroup>(query, 'partner_slug', () => []),
  ]
  return (group) => tests.every((test) => test(group))
}

const stateTests = (
  context: ServerContext,
  query: URLSearchParams,
): readonly Wanted<EventGroup>[] => {
  const closed = booleanParam(query, 'closed', false)
  const game = (group: EventGroup): ReturnType<typeof sportsEventFields> => {
    const [market] = group.markets
    const isOver = eventClosed(context, group)
    return market === undefined ? {} : sportsEventFields(market, context.exchange.now(), isOver)
  }
  return [
    (group) => eventClosed(context, group) === closed,
    listed(query, 'game_id', (group) => [String(game(group).gameId ?? '')]),
    flagged(query, 'live', (group) => game(group).live ?? false),
    flagged(query, 'ended', (group) => game(group).ended ?? false),
    flagged(query, 'featured', () => false),
    flagged(query, 'cyom', () => false),
    flagged(query, 'active', () => true),
    flagged(query, 'archived', () => false),
  ]
}

const tagTests = (query: URLSearchParams): readonly Wanted<EventGroup>[] => {
  const title = (query.get('title_search') ?? '').toLowerCase()
  const excluded = listParam(query, 'exclude_tag_id')
  const ids = (group: EventGroup): readonly string[] => tagsOf(group.markets).map(({ id }) => id)
  const all = query.get('tag_match') === 'all' ? listParam(query, 'tag_id') : []
  return [
    (group) => group.title.toLowerCase().includes(title),
    (group) => !ids(group).some((id) => excluded.includes(id)),
    (group) => all.every((id) => ids(group).includes(id)),
    listed(query, 'tag_id', ids),
    listed(query, 'tag_slug', (group) => tagsOf(group.markets).map(({ slug }) => slug)),
    listed(query, 'series_id', (group) => [seriesOf(group)?.id ?? '']),
    listed(query, 'recurrence', (group) => [seriesOf(group) === undefined ? '' : 'hourly']),
  ]
}

const figureTests = (
  context: ServerContext,
  query: URLSearchParams,
): readonly Wanted<EventGroup>[] => {
  const figure = (group: EventGroup, pick: 'volume' | 'liquidity'): number =>
    group.markets.reduce((sum, market) => sum + marketFigures(context, market)[pick], 0)
  return [
    bounded(query, 'liquidity', (group) => figure(group, 'liquidity')),
    bounded(query, 'volume', (group) => figure(group, 'volume')),
    dated(query, 'start_date', (g) => Math.min(...g.markets.map((m) => m.createdAt))),
    dated(query, 'end_date', (g) => Math.max(...g.markets.map((m) => m.endsAt))),
    dated(query, 'start_time', (g) => g.markets[0]?.gameStartsAt ?? Number.NaN),
  ]
}
