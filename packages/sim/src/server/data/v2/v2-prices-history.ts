import type { TokenId } from '@bot/core'
import type { SimMarket } from '../../../exchange/sim-market.js'
import { answer, type VenueAnswer } from '../../http/venue-answer.js'
import type { VenueRequest } from '../../http/venue-request.js'
import type { ServerContext } from '../../server-context.js'
import { pageV2 } from './v2-page.js'
import { numberV2, paramV2, refuseV2 } from './v2-request.js'

const HOUR = 3_600
const DAY = 24 * HOUR
const LIMIT = 10_000
const MAX_WINDOW = 15 * DAY

/** Each relative window's length and standard bucket, in seconds. */
const INTERVALS: Readonly<Record<string, readonly [span: number, bucket: number]>> = {
  max: [Number.POSITIVE_INFINITY, 43_200],
  all: [Number.POSITIVE_INFINITY, 43_200],
  '1m': [30 * DAY, 1_800],
  '1w': [7 * DAY, 300],
  '1d': [DAY, 60],
  '6h': [6 * HOUR, 60],
  '1h': [HOUR, 60],
}
/** The finest bucket that a long relative window serves. */
const FLOORS: Readonly<Record<string, number>> = { max: 600, all: 600, '1m': 600, '1w': 300 }

/** A window in seconds (start inclusive, end exclusive) and the width of its buckets. */
type Window = Readonly<{ start: number; end: number; bucket: number }>
type Point = Readonly<{ timestamp: number; price: number; resolution_seconds: number }>

/** Answers `/v2/prices-history`: the last trade of each bucket, then the latest one, then the settlement. */
export const pricesHistoryV2 = (context: ServerContext, { query }: VenueRequest): VenueAnswer => {
  const token = paramV2(query, 'token_id') as TokenId | undefined
  if (token === undefined) {
    return refuseV2("required query param 'token_id' not provided", 'token_id')
  }
  const window = readWindow(query, Math.floor(context.exchange.now() / 1000))
  if ('body' in window) return window
  const market = context.ledger.markets.ofToken(token)
  const ticks = market === undefined ? [] : ticksOf(context, market, token)
  const asOf = numberV2(query, 'as_of')
  if (asOf !== undefined) {
    const last = ticks.findLast(({ timestamp }) => timestamp <= asOf)
    const pagination = { limit: 1, offset: 0, has_more: false, next_cursor: null }
    return answer({ data: last === undefined ? [] : [last], pagination })
  }
  const points = series(ticks, window)
  const settled = market === undefined ? [] : settlement(market, token, points, window)
  return pageV2(query, {
    kind: 'prices-history',
    rows: () => [...points, ...settled],
    keyOf: (point) => `${point.timestamp}:${point.resolution_seconds}`,
    bound: { token_id: token },
    standard: LIMIT,
    most: LIMIT,
    render: (point) => point,
  })
}

const readWindow = (query: URLSearchParams, now: number): Window | VenueAnswer => {
  const interval = query.get('interval')
  const [start, end, asOf] = ['start', 'end', 'as_of'].map((name) => numberV2(query, name))
  const given = [interval !== null, start !== undefined, asOf !== undefined].filter(Boolean).length
  if (given !== 1) return refuseV2("provide exactly one of 'start', 'interval', or 'as_of'")
  if (start === 0 || end === 0) return refuseV2('a window bound of 0 is not valid', 'start')
  if (end !== undefined && start === undefined) return refuseV2("'end' requires 'start'", 'end')
  const bucket = numberV2(query, 'bucket_seconds')
  if (bucket !== undefined && !(bucket >= 60 && bucket <= DAY)) {
    return refuseV2('bucket_seconds must be between 60 and 86400', 'bucket_seconds')
  }
  if (asOf !== undefined) return { start: 0, end: asOf + 1, bucket: 60 }
  if (start !== undefined) return explicitWindow(start, end ?? now + 1, bucket)
  const known = INTERVALS[interval ?? '']
  if (known === undefined) {
    return refuseV2('interval must be one of max, all, 1m, 1w, 1d, 6h, 1h', 'interval')
  }
  const width = Math.max(bucket ?? known[1], FLOORS[interval ?? ''] ?? 60)
  return { start: Math.max(0, now - known[0]), end: now + 1, bucket: width }
}

const explicitWindow = (
  start: number,
  end: number,
  bucket: number | undefined,
): Window | VenueAnswer => {
  const span = end - start
  if (span <= 0) return refuseV2("'start' must be before 'end'", 'start')
  if (span > MAX_WINDOW) return refuseV2('the window must be at most 15 days', 'start')
  const standard = span <= DAY / 2 ? 60 : span <= 7 * DAY ? 300 : 1_800
  return { start, end, bucket: bucket ?? standard }
}

/** Every trade of a token's market as a price of that token. */
const ticksOf = (context: ServerContext, market: SimMarket, token: TokenId): readonly Point[] => {
  const publicAt = context.ledger.publicAt()
  return context.exchange
    .trades({ market: market.id })
    .filter((trade) => trade.status !== 'failed' && trade.at <= publicAt)
    .map(({ at, taker }) => {
      const paid = taker.notional / taker.size
      const price = taker.token === token ? paid : 1 - paid
      return { timestamp: Math.floor(at / 1000), price: round(price), resolution_seconds: 0 }
    })
}

const round = (price: number): number => Math.round(price * 1_000_000) / 1_000_000

const series = (ticks: readonly Point[], { start, end, bucket }: Window): readonly Point[] => {
  const inside = ticks.filter(({ timestamp }) => timestamp >= start && timestamp < end)
  const buckets = new Map<number, Point>()
  for (const { timestamp, price } of inside) {
    const from = Math.floor(timestamp / bucket) * bucket
    buckets.set(from, { timestamp: from, price, resolution_seconds: bucket })
  }
  const last = inside.at(-1)
  return last === undefined ? [] : [...buckets.values(), last]
}

const settlement = (
  market: SimMarket,
  token: TokenId,
  points: readonly Point[],
  { end, bucket }: Window,
): readonly Point[] => {
  const last = points.at(-1)
  if (market.payouts === undefined || last === undefined) return []
  const edge = (Math.floor(last.timestamp / bucket) + 1) * bucket
  const price = (market.payouts[market.tokens[0] === token ? 0 : 1] ?? 0) / 1_000_000
  return [{ timestamp: Math.min(edge, end), price, resolution_seconds: 0 }]
}
