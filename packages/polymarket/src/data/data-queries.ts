import type { MarketId, TimeMs } from '@bot/core'
import type { Query } from '../transport/create-getter.js'

/** Which trades: of markets, of an event or of a wallet; of all without any. */
export type TradeQuery = Readonly<{
  markets?: readonly MarketId[]
  /** Gamma's event id; not together with `markets`. */
  event?: string
  wallet?: string
  side?: 'buy' | 'sell'
  /** Default true: each fill once, on its taker's side. */
  takerOnly?: boolean
  /** Smallest trade in dollars. */
  minimumDollars?: number
  from?: TimeMs
  to?: TimeMs
  limit?: number
  cursor?: string
}>

/** Which activity of one wallet. */
export type ActivityQuery = Readonly<{
  wallet: string
  from?: TimeMs
  to?: TimeMs
  limit?: number
  cursor?: string
}>

/** Which leaderboard. */
export type LeaderboardQuery = Readonly<{
  category?: string
  period?: 'DAY' | 'WEEK' | 'MONTH' | 'ALL'
  orderBy?: 'PNL' | 'VOL'
  limit?: number
  cursor?: string
}>

/** Which positions of one wallet. */
export type PositionQuery = Readonly<{ wallet: string; limit?: number; cursor?: string }>

const seconds = (time: TimeMs | undefined): number | undefined =>
  time === undefined ? undefined : Math.floor(time / 1000)
const commas = (ids: readonly string[] | undefined): string | undefined => ids?.join(',')

/** Words the first contract's query of trades. */
export const tradeWords = (query: TradeQuery): Query => ({
  market: commas(query.markets),
  eventId: query.event,
  user: query.wallet,
  side: query.side?.toUpperCase(),
  takerOnly: query.takerOnly,
  filterType: query.minimumDollars === undefined ? undefined : 'CASH',
  filterAmount: query.minimumDollars,
  start: seconds(query.from),
  end: seconds(query.to),
})

/** Words the second contract's query. A cursor carries its page size; the filters must stay the same. */
export const cursorWords = (query: TradeQuery): Query => ({
  condition: commas(query.markets),
  event_id: query.event,
  user: query.wallet,
  side: query.side?.toUpperCase(),
  taker_only: query.takerOnly,
  filter_type: query.minimumDollars === undefined ? undefined : 'CASH',
  filter_amount: query.minimumDollars,
  start: seconds(query.from),
  end: seconds(query.to),
  limit: Math.min(query.limit ?? 1_000, 1_000),
  cursor: query.cursor,
})

/** Words a query of activity. */
export const activityWords = (query: ActivityQuery): Query => ({
  user: query.wallet,
  start: seconds(query.from),
  end: seconds(query.to),
  sortBy: 'TIMESTAMP',
})

/** Words the second contract's query of activity, which comes by time, newest first. */
export const activityCursorWords = (query: ActivityQuery): Query => ({
  user: query.wallet,
  start: seconds(query.from),
  end: seconds(query.to),
  limit: Math.min(query.limit ?? 500, 500),
  cursor: query.cursor,
})

/** Words a query of a leaderboard. */
export const leaderboardWords = (query: LeaderboardQuery): Query => ({
  category: query.category,
  timePeriod: query.period,
  orderBy: query.orderBy,
})

/** Words a query of positions. */
export const positionWords = (query: PositionQuery): Query => ({ user: query.wallet })
