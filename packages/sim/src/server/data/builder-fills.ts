import { SIZE_ONE, USD_ONE } from '@bot/core'
import type { SimTrade } from '../../exchange/sim-order.js'
import type { BuilderOrders } from '../clob/builder-orders.js'
import type { ServerContext } from '../server-context.js'
import type { PERIODS } from './period.js'

/** What the routes of the Data API work with. */
export type DataContext = ServerContext & Readonly<{ builders: Pick<BuilderOrders, 'builderOf'> }>

/** What orders of one builder moved: shares, dollars, and how many wallets did it. */
export type BuilderStanding = Readonly<{
  code: string
  shares: number
  usd: number
  users: number
  rank: number
}>

type Fill = Readonly<{ code: string; owner: string; shares: number; usd: number; at: number }>

/** Ranks the builders by the shares that their orders moved in a period; both ends in Unix milliseconds. */
export const builderStandings = (
  context: DataContext,
  from: number,
  to: number = Number.POSITIVE_INFINITY,
): readonly BuilderStanding[] => {
  const totals = new Map<string, { shares: number; usd: number; users: Set<string> }>()
  for (const { code, owner, shares, usd, at } of builderFills(context)) {
    if (at < from || at >= to) continue
    const total = totals.get(code) ?? { shares: 0, usd: 0, users: new Set() }
    total.shares += shares
    total.usd += usd
    total.users.add(owner)
    totals.set(code, total)
  }
  return [...totals]
    .map(([code, total]) => ({ code, ...total, users: total.users.size }))
    .sort((a, b) => b.shares - a.shares)
    .map((standing, index) => ({ ...standing, rank: index + 1 }))
}

const builderFills = (context: DataContext): readonly Fill[] => {
  const publicAt = context.ledger.publicAt()
  return context.exchange
    .trades()
    .filter(({ status, at }) => status !== 'failed' && at <= publicAt)
    .flatMap((trade) => fillsOf(context, trade))
}

const fillsOf = ({ builders }: DataContext, trade: SimTrade): readonly Fill[] =>
  [trade.taker, ...trade.makers].flatMap(({ order, owner, size, notional }) => {
    const code = builders.builderOf(order)
    if (code === undefined) return []
    return { code, owner, shares: size / SIZE_ONE, usd: notional / USD_ONE, at: trade.at }
  })

const DAY_MS = 86_400_000

/** How wide a bucket of a series is; `ALL` is a calendar year. */
export type BucketWidth = (typeof PERIODS)[number]

/** Lists the starts of the calendar buckets that have fills, the newest first, each with its end. */
export const builderBuckets = (
  context: DataContext,
  width: BucketWidth,
): readonly (readonly [from: number, to: number])[] => {
  const starts = new Set(builderFills(context).map(({ at }) => bucketStart(at, width)))
  return [...starts].sort((a, b) => b - a).map((from) => [from, bucketEnd(from, width)])
}

const bucketStart = (at: number, width: BucketWidth): number => {
  const day = new Date(at)
  const midnight = Math.floor(at / DAY_MS) * DAY_MS
  if (width === 'DAY') return midnight
  if (width === 'WEEK') return midnight - ((day.getUTCDay() + 6) % 7) * DAY_MS
  return Date.UTC(day.getUTCFullYear(), width === 'MONTH' ? day.getUTCMonth() : 0, 1)
}

const bucketEnd = (from: number, width: BucketWidth): number => {
  const day = new Date(from)
  if (width === 'DAY') return from + DAY_MS
  if (width === 'WEEK') return from + 7 * DAY_MS
  const [year, month] = [day.getUTCFullYear(), day.getUTCMonth()]
  return width === 'MONTH' ? Date.UTC(year, month + 1, 1) : Date.UTC(year + 1, 0, 1)
}
