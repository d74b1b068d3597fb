import { pseudonymOf } from '../data/public-trade.js'
import { answer, type VenueAnswer } from '../http/venue-answer.js'
import { booleanParam, integerParam, listParam, type VenueRequest } from '../http/venue-request.js'
import type { ServerContext } from '../server-context.js'
import { invalidGamma } from './gamma-answer.js'
import { type EventGroup, eventClosed, eventGroups, gammaEvent } from './gamma-event.js'
import { marketFigures } from './gamma-figures.js'
import { gammaClosed } from './gamma-market.js'
import { tagsOf } from './gamma-tags.js'

const PER_TYPE = 5
const MAX_PER_TYPE = 50

/** Answers `/public-search`: every word must be in the title, a question or a label. */
export const searchAnswer = (context: ServerContext, { query }: VenueRequest): VenueAnswer => {
  const text = (query.get('q') ?? '').trim().toLowerCase()
  if (text === '') return invalidGamma('q is required')
  const limit = Math.min(MAX_PER_TYPE, integerParam(query, 'limit_per_type', PER_TYPE) ?? PER_TYPE)
  const page = Math.max(1, integerParam(query, 'page', 1) ?? 1)
  const start = (page - 1) * limit
  const found = sorted(context, query, matchingEvents(context, query, text.split(/\s+/)))
  const profiles = booleanParam(query, 'search_profiles', false)
    ? matchingProfiles(context, text).slice(start, start + limit)
    : undefined
  const tags = booleanParam(query, 'search_tags', false)
    ? matchingTags(context, text).slice(start, start + limit)
    : undefined
  return answer({
    events: found.slice(start, start + limit).map((group) => gammaEvent(context, group)),
    ...(tags === undefined ? {} : { tags }),
    ...(profiles === undefined ? {} : { profiles }),
    pagination: { hasMore: start + limit < found.length, totalResults: found.length },
  })
}

const matchingEvents = (
  context: ServerContext,
  query: URLSearchParams,
  words: readonly string[],
): readonly EventGroup[] => {
  const status = query.get('events_status') ?? ''
  const slugs = listParam(query, 'events_tag')
  const excluded = listParam(query, 'exclude_tag_id')
  const keepsClosed = (integerParam(query, 'keep_closed_markets', 0) ?? 0) > 0
  const fits = (group: EventGroup): boolean => {
    const tags = tagsOf(group.markets)
    const closed = eventClosed(context, group)
    const texts = [group.title, ...group.markets.flatMap((m) => [m.question, m.label])]
    const all = texts.join(' ').toLowerCase()
    return (
      words.every((word) => all.includes(word)) &&
      (status === '' || (status === 'active') === !closed) &&
      (slugs.length === 0 || tags.some(({ slug }) => slugs.includes(slug))) &&
      !tags.some(({ id }) => excluded.includes(id))
    )
  }
  return eventGroups(context.exchange.markets())
    .filter(fits)
    .map((group) => {
      const open = group.markets.filter((market) => !gammaClosed(context, market))
      return keepsClosed || open.length === 0 ? group : { ...group, markets: open }
    })
}

const sorted = (
  context: ServerContext,
  query: URLSearchParams,
  groups: readonly EventGroup[],
): readonly EventGroup[] => {
  const sort = query.get('sort')
  if (sort === null) return groups
  const sign = booleanParam(query, 'ascending', false) ? 1 : -1
  const keyOf = (group: EventGroup): number => {
    const views = group.markets.map((market) => marketFigures(context, market))
    const total = (pick: (view: (typeof views)[number]) => number): number =>
      views.reduce((sum, view) => sum + pick(view), 0)
    switch (sort) {
      case 'volume_24hr':
        return total((view) => view.volume24hr)
      case 'liquidity':
        return total((view) => view.liquidity)
      case 'competitive':
        return Math.max(...views.map((view) => view.competitive))
      case 'start_date':
        return Math.min(...group.markets.map((market) => market.createdAt))
      case 'end_date':
        return Math.max(...group.markets.map((market) => market.endsAt))
      case 'closed_time':
        return Math.max(...group.markets.map((market) => market.resolvedAt ?? 0))
      default:
        return total((view) => view.volume)
    }
  }
  return [...groups].sort((a, b) => sign * (keyOf(a) - keyOf(b)))
}

const matchingTags = (context: ServerContext, text: string): readonly object[] => {
  const groups = eventGroups(context.exchange.markets())
  return tagsOf(context.exchange.markets())
    .filter(({ label }) => label.toLowerCase().includes(text))
    .map(({ id, label, slug }) => ({
      id,
      label,
      slug,
      event_count: groups.filter((group) => tagsOf(group.markets).some((tag) => tag.id === id))
        .length,
    }))
}

const matchingProfiles = (context: ServerContext, text: string): readonly object[] =>
  [...context.ledger.read().owners.keys()]
    .map((owner) => context.names.addressOf(owner))
    .filter((wallet) => wallet.includes(text) || pseudonymOf(wallet).toLowerCase().includes(text))
    .map((wallet) => ({
      name: '',
      pseudonym: pseudonymOf(wallet),
      displayUsernamePublic: false,
      proxyWallet: wallet,
    }))
