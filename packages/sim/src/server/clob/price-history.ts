import { complement, PRICE_ONE, price, type TokenId } from '@bot/core'
import { z } from 'zod'
import type { Route } from '../http/route.js'
import { answer, refuse, type VenueAnswer } from '../http/venue-answer.js'
import { integerParam, jsonBody, type VenueRequest } from '../http/venue-request.js'
import type { ServerContext } from '../server-context.js'

const HOUR = 3_600
const INTERVALS: Readonly<Record<string, number>> = {
  '1h': HOUR,
  '6h': 6 * HOUR,
  '1d': 24 * HOUR,
  '1w': 168 * HOUR,
  '1m': 720 * HOUR,
  max: Number.POSITIVE_INFINITY,
  all: Number.POSITIVE_INFINITY,
}
const MAX_BATCH = 20

const BatchBody = z.object({
  markets: z.array(z.string()).min(1),
  start_ts: z.int().optional(),
  end_ts: z.int().optional(),
  interval: z.string().optional(),
  fidelity: z.int().optional(),
})

/** One point of a history: Unix seconds and dollars. */
export type HistoryRow = Readonly<{ t: number; p: number }>

/** The window and grid of a history, in seconds. */
type Window = Readonly<{ from: number; to: number; step: number }>

/** Makes the routes of price histories: the last trade price at the end of each step of `fidelity` minutes. */
export const historyRoutes = (context: ServerContext): readonly Route[] => [
  {
    host: 'clob',
    method: 'GET',
    path: '/prices-history',
    handle: (request) => oneHistory(context, request),
  },
  {
    host: 'clob',
    method: 'POST',
    path: '/batch-prices-history',
    handle: (request) => manyHistories(context, request),
  },
]

const oneHistory = (context: ServerContext, { query }: VenueRequest): VenueAnswer => {
  const token = (query.get('market') ?? '') as TokenId
  if (token === '') return refuse(400, 'market is required')
  const from = integerParam(query, 'startTs', -1)
  const to = integerParam(query, 'endTs', -1)
  const fidelity = integerParam(query, 'fidelity', 1)
  if (from === undefined || to === undefined || fidelity === undefined) {
    return refuse(400, 'invalid filters')
  }
  const asked = { from, to, fidelity, interval: query.get('interval') ?? 'max' }
  const window = readWindow(asked, Math.floor(context.exchange.now() / 1000))
  if (window === undefined) return refuse(400, 'invalid filters')
  return answer({ history: historyOf(context, token, window) })
}

const manyHistories = (context: ServerContext, { body }: VenueRequest): VenueAnswer => {
  const parsed = BatchBody.safeParse(jsonBody(body))
  if (!parsed.success) return refuse(400, 'Invalid payload')
  const { markets, start_ts: from = -1, end_ts: to = -1, interval = 'max' } = parsed.data
  if (markets.length > MAX_BATCH) return refuse(400, 'Payload exceeds the limit')
  const asked = { from, to, interval, fidelity: parsed.data.fidelity ?? 1 }
  const window = readWindow(asked, Math.floor(context.exchange.now() / 1000))
  if (window === undefined) return refuse(400, 'invalid filters')
  const rows = markets.map((token) => [token, historyOf(context, token as TokenId, window)])
  return answer({ history: Object.fromEntries(rows) })
}

/** Reads a token's history; empty for an unknown token. */
const historyOf = (
  context: ServerContext,
  token: TokenId,
  window: Window,
): readonly HistoryRow[] => {
  const market = context.exchange.marketOf(token)
  if (market === undefined) return []
  const steps = new Map<number, HistoryRow>()
  for (const trade of context.exchange.trades({ market: market.id })) {
    const t = Math.floor(trade.at / 1000)
    if (t < window.from || t > window.to) continue
    const taken = price(Math.round((trade.taker.notional * PRICE_ONE) / trade.taker.size))
    const shown = trade.taker.token === token ? taken : complement(taken)
    steps.set(Math.floor(t / window.step), { t, p: shown / PRICE_ONE })
  }
  return [...steps.values()]
}

type Asked = Readonly<{ from: number; to: number; interval: string; fidelity: number }>

/** An explicit start or end, where there is one, goes before the interval. */
const readWindow = (asked: Asked, now: number): Window | undefined => {
  const span = INTERVALS[asked.interval]
  if (span === undefined) return undefined
  return {
    from: asked.from >= 0 ? asked.from : Math.max(0, now - span),
    to: asked.to >= 0 ? asked.to : now,
    step: Math.max(1, asked.fidelity) * 60,
  }
}
