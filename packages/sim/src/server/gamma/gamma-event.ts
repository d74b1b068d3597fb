import { type TimeMs, timeMs } from '@bot/core'
import type { SimMarket } from '../../exchange/sim-market.js'
import type { ServerContext } from '../server-context.js'
import { type MarketFiguresView, marketFigures } from './gamma-figures.js'
import { gammaClosed, gammaMarket } from './gamma-market.js'
import { gammaSeries, seriesOf } from './gamma-series.js'
import { sportsEventFields } from './gamma-sports.js'
import { gammaTag, tagsOf } from './gamma-tags.js'
import { isoTime, secondTime } from './gamma-time.js'

/** An event with all its markets, closed ones included. */
export type EventGroup = Readonly<{
  id: string
  slug: string
  title: string
  negRisk?: NonNullable<SimMarket['event']>['negRisk']
  markets: readonly SimMarket[]
}>

/** Groups markets by their event, in the order of their first market; a market alone is an event of its own. */
export const eventGroups = (markets: readonly SimMarket[]): readonly EventGroup[] => {
  const groups = new Map<string, { event: EventGroup; markets: SimMarket[] }>()
  for (const market of markets) {
    const { id, slug, title, negRisk } = eventOf(market)
    const group = groups.get(id) ?? {
      event: { id, slug, title, ...(negRisk === undefined ? {} : { negRisk }), markets: [] },
      markets: [],
    }
    group.markets.push(market)
    groups.set(id, group)
  }
  return [...groups.values()].map(({ event, markets: own }) => ({ ...event, markets: own }))
}

/** Returns a market's event, made from the market itself where it has none. */
export const eventOf = (market: SimMarket): Omit<EventGroup, 'markets'> =>
  market.event ?? { id: `9${market.number}`, slug: market.slug, title: market.question }

/** Returns a market's event with all its markets. */
export const groupOf = (context: ServerContext, market: SimMarket): EventGroup => {
  const event = eventOf(market)
  const markets = context.exchange.markets().filter((other) => eventOf(other).id === event.id)
  return { ...event, markets }
}

/** Tells whether an event is over: all its markets are. */
export const eventClosed = (context: ServerContext, group: EventGroup): boolean =>
  group.markets.every((market) => gammaClosed(context, market))

/** Renders an event without its markets, as it is nested in a market. */
export const gammaEventHead = (context: ServerContext, group: EventGroup): object => {
  const isOver = eventClosed(context, group)
  const { negRisk } = group
  const series = seriesOf(group)
  return {
    id: group.id,
    slug: group.slug,
    ticker: group.slug,
    title: group.title,
    description: `${group.title}: an event of the simulated exchange.`,
    resolutionSource: '',
    ...eventTimes(context, group, isOver),
    ...eventFigures(group.markets.map((market) => marketFigures(context, market))),
    active: true,
    closed: isOver,
    negRisk: negRisk !== undefined,
    enableNegRisk: negRisk !== undefined,
    negRiskAugmented: negRisk?.augmented ?? false,
    ...(negRisk === undefined
      ? {}
      : { negRiskMarketID: negRisk.group, negRiskFeeBips: negRisk.feeBips ?? 0, sortBy: 'price' }),
    ...(series === undefined
      ? {}
      : { series: [gammaSeries(series, [group])], seriesSlug: series.slug }),
    ...sportsEventFields(firstOf(group), context.exchange.now(), isOver),
    ...CONSTANTS,
  }
}

/** What is the same for every event here. */
const CONSTANTS = {
  image: '',
  icon: '',
  archived: false,
  new: false,
  featured: false,
  restricted: true,
  enableOrderBook: true,
  commentCount: 0,
  cyom: false,
  showAllOutcomes: true,
  showMarketImages: false,
  automaticallyActive: true,
  gmpChartMode: 'default',
  cumulativeMarkets: false,
  pendingDeployment: false,
  deploying: false,
  requiresTranslation: false,
} as const

const eventTimes = (context: ServerContext, group: EventGroup, isOver: boolean): object => {
  const createdAt = timeMs(Math.min(...group.markets.map((market) => market.createdAt)))
  const resolved = group.markets.map((market) => market.resolvedAt ?? 0)
  const closedAt = Math.max(...resolved) as TimeMs
  return {
    startDate: isoTime(createdAt),
    creationDate: isoTime(createdAt),
    createdAt: isoTime(createdAt),
    deployingTimestamp: isoTime(createdAt),
    updatedAt: isoTime(context.exchange.now()),
    endDate: secondTime(timeMs(Math.max(...group.markets.map((market) => market.endsAt)))),
    ...(isOver && closedAt > 0 ? { closedTime: secondTime(closedAt) } : {}),
  }
}

/** Sums of the markets' figures, as numbers. */
const eventFigures = (views: readonly MarketFiguresView[]): object => {
  const total = (pick: (view: MarketFiguresView) => number): number =>
    Math.round(views.reduce((sum, view) => sum + pick(view), 0) * 1_000_000) / 1_000_000
  return {
    volume: total((view) => view.volume),
    volume24hr: total((view) => view.volume24hr),
    volume1wk: total((view) => view.volume1wk),
    volume1mo: total((view) => view.volume1mo),
    volume1yr: total((view) => view.volume1yr),
    liquidity: total((view) => view.liquidity),
    liquidityClob: total((view) => view.liquidity),
    openInterest: total((view) => view.openInterest),
    competitive: Math.max(...views.map((view) => view.competitive)),
  }
}

/** Renders an event with its tags and all its markets nested, without the latter where they are not wanted. */
export const gammaEvent = (
  context: ServerContext,
  group: EventGroup,
  withMarkets = true,
): object => ({
  ...gammaEventHead(context, group),
  tags: tagsOf(group.markets).map((tag) => gammaTag(tag, firstOf(group).createdAt)),
  ...(withMarkets ? { markets: group.markets.map((market) => gammaMarket(context, market)) } : {}),
})

const firstOf = (group: EventGroup): SimMarket => group.markets[0] as SimMarket
