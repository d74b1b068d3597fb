import { addUsd, type Usd, usdToNumber } from '@bot/core'
import type { SimMarket } from '../../exchange/sim-market.js'
import type { ServerContext } from '../server-context.js'
import { gammaClosed, gammaMarket, isoTime } from './gamma-market.js'

/** An event with all its markets, closed ones included. */
export type EventGroup = Readonly<{
  id: string
  slug: string
  title: string
  negRisk?: Readonly<{ group: string; augmented: boolean }>
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

/** Tells whether an event is over: all its markets are. */
export const eventClosed = (context: ServerContext, group: EventGroup): boolean =>
  group.markets.every((market) => gammaClosed(context, market))

/** Renders an event without its markets, as it is nested in a market. */
export const gammaEventHead = (context: ServerContext, group: EventGroup): object => {
  const { exchange } = context
  const figures = group.markets.map((market) => exchange.figures(market.id))
  const total = (pick: (figure: (typeof figures)[number]) => Usd): number =>
    usdToNumber(addUsd(...figures.map(pick)))
  return {
    id: group.id,
    slug: group.slug,
    ticker: group.slug,
    title: group.title,
    description: `${group.title}: an event of the simulated exchange.`,
    startDate: isoTime(firstOf(group).createdAt),
    endDate: isoTime(lastOf(group).endsAt),
    active: true,
    closed: eventClosed(context, group),
    archived: false,
    enableOrderBook: true,
    volume: total((figure) => figure.volume),
    liquidity: total((figure) => figure.liquidity),
    openInterest: total((figure) => figure.openInterest),
    negRisk: group.negRisk !== undefined,
    enableNegRisk: group.negRisk !== undefined,
    negRiskAugmented: group.negRisk?.augmented ?? false,
    ...(group.negRisk === undefined
      ? {}
      : { negRiskMarketID: group.negRisk.group, negRiskFeeBips: 0 }),
    tags: [{ id: '1', label: firstOf(group).category, slug: firstOf(group).category }],
  }
}

/** Renders an event with its markets nested. */
export const gammaEvent = (context: ServerContext, group: EventGroup): object => ({
  ...gammaEventHead(context, group),
  markets: group.markets.map((market) => gammaMarket(context, market)),
})

const firstOf = (group: EventGroup): SimMarket => group.markets[0] as SimMarket
const lastOf = (group: EventGroup): SimMarket =>
  group.markets.reduce((last, market) => (market.endsAt > last.endsAt ? market : last))
