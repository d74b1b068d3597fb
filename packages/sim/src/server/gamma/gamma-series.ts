import type { SimMarket } from '../../exchange/sim-market.js'
import { tagOf } from './gamma-tags.js'
import { secondTime } from './gamma-time.js'

type Markets = Readonly<{ markets: readonly SimMarket[] }>

/** Events that recur. */
export type GammaSeries = Readonly<{ id: string; slug: string; title: string }>

const HOUR_MS = 3_600_000

/** Returns the series of an event: those of one market that live at most an hour are a series a category. */
export const seriesOf = (group: Markets): GammaSeries | undefined => {
  const [market] = group.markets
  if (market === undefined || group.markets.length > 1) return undefined
  if (market.event !== undefined || market.endsAt - market.createdAt > HOUR_MS) return undefined
  const { id, label, slug } = tagOf(market.category)
  return { id: `10${id}`, slug: `${slug}-hourly`, title: `${label} hourly` }
}

/** Renders a series without its events, as it is nested in them. */
export const gammaSeries = (series: GammaSeries, groups: readonly Markets[]): object => {
  const since = Math.min(...groups.flatMap(({ markets }) => markets.map((m) => m.createdAt)))
  const time = secondTime(since as Parameters<typeof secondTime>[0])
  return {
    id: series.id,
    ticker: series.slug,
    slug: series.slug,
    title: series.title,
    seriesType: 'single',
    recurrence: 'hourly',
    image: '',
    icon: '',
    active: true,
    closed: false,
    archived: false,
    featured: false,
    restricted: true,
    createdAt: time,
    updatedAt: time,
    commentCount: 0,
    requiresTranslation: false,
  }
}
