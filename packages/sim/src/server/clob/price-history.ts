import { complement, PRICE_ONE, price, type TokenId } from '@bot/core'
import { answer, refuse, type VenueAnswer } from '../http/venue-answer.js'
import { integerParam, type VenueRequest } from '../http/venue-request.js'
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

/** One point of a history: Unix seconds and dollars. */
export type HistoryRow = Readonly<{ t: number; p: number }>

/** The window and grid of a history, in seconds. */
type Window = Readonly<{ from: number; to: number; step: number }>

/** Answers `/prices-history`: the last trade price at the end of each step of `fidelity` minutes. */
export const priceHistory = (context: ServerContext, request: VenueRequest): VenueAnswer => {
  const { query } = request
  const token = (query.get('market') ?? '') as TokenId
  if (token === '') return refuse(400, 'market is required')
  const window = readWindow(query, Math.floor(context.exchange.now() / 1000))
  if (window === undefined) return refuse(400, 'invalid filters')
  return answer({ history: historyOf(context, token, window) })
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

const readWindow = (query: URLSearchParams, now: number): Window | undefined => {
  const interval = query.get('interval')
  const span = INTERVALS[interval ?? 'max']
  const from = integerParam(query, 'startTs', span === undefined ? 0 : Math.max(0, now - span))
  const to = integerParam(query, 'endTs', now)
  const fidelity = integerParam(query, 'fidelity', 1)
  if (span === undefined || from === undefined || to === undefined || fidelity === undefined) {
    return undefined
  }
  return { from, to, step: Math.max(1, fidelity) * 60 }
}
