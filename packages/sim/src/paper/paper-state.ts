import type {
  BookSide,
  ExecutionReport,
  MarketFacts,
  MarketId,
  OrderBook,
  OrderId,
  Price,
  SettleResult,
  TimeMs,
  TokenId,
} from '@bot/core'
import { pushDue, type TimeQueue } from '../exchange/time-queue.js'
import type { PaperMarkets } from './paper-options.js'
import type { PaperOrder } from './paper-order.js'

/** What falls due: an order or its cancel reaches the book, it expires, a trade or an action is confirmed. */
export type PaperDue = 'reach' | 'cancel' | 'expire' | 'confirm' | 'settle'

/**
 * Shares that paper took from a level, which the venue goes on showing; `at` is when it last took some. The level is
 * named in the terms of the market's first outcome.
 */
export type TakenLevel = {
  readonly token: TokenId
  readonly side: BookSide
  readonly price: Price
  shares: number
  at: TimeMs
}

/** A protocol action that was asked for; `gains` come when it is confirmed. */
export type PaperAction = {
  result: SettleResult
  readonly gains: readonly (readonly [TokenId, number])[]
}

/** Everything that changes in a paper venue. Reserved and incoming parts are included in the totals. */
export type PaperState = {
  now: TimeMs
  readonly seed: number | string
  readonly latencyMs: number
  readonly latencyJitterMs: number
  readonly confirmMs: number
  readonly settleMs: number
  readonly expiryLeadMs: number
  readonly leastLifeMs: number
  readonly cancelLatencyMs: number
  readonly failChance: number
  readonly lookups: PaperMarkets
  cash: number
  reservedCash: number
  incomingCash: number
  readonly holdings: Map<TokenId, number>
  readonly reservedShares: Map<TokenId, number>
  /** What fills brought that are not confirmed yet. */
  readonly incomingShares: Map<TokenId, number>
  readonly orders: Map<OrderId, PaperOrder>
  /** Orders that are sent or rest, by token. */
  readonly active: Map<TokenId, Set<PaperOrder>>
  readonly actions: Map<string, PaperAction>
  readonly books: Map<TokenId, OrderBook>
  readonly taken: Map<string, TakenLevel>
  readonly replenishMs: number | undefined
  readonly seenMarkets: Map<MarketId, MarketFacts>
  readonly marketOfToken: Map<TokenId, MarketId>
  readonly payouts: Map<MarketId, readonly number[]>
  readonly due: TimeQueue<PaperDue>
  dueCount: number
  readonly outbox: ExecutionReport[]
}

/** Plans something for later. */
export const planDue = (state: PaperState, at: TimeMs, kind: PaperDue, id: string): void => {
  pushDue(state.due, { at, order: state.dueCount++, kind, id })
}

/** Finds a token's market: from the caller's look-up, else from the facts that were observed. */
export const marketOfToken = (state: PaperState, token: TokenId): MarketFacts | undefined => {
  const found = state.lookups.marketOf?.(token)
  if (found !== undefined) return found
  const id = state.marketOfToken.get(token)
  return id === undefined ? undefined : state.seenMarkets.get(id)
}

/** Finds a market by its id. */
export const marketById = (state: PaperState, id: MarketId): MarketFacts | undefined =>
  state.lookups.market?.(id) ?? state.seenMarkets.get(id)

/** Records a report and sends it out once the venue is consistent again. */
export const report = (
  state: PaperState,
  order: PaperOrder,
  parts: Omit<ExecutionReport, 'order' | 'token' | 'side'>,
): void => {
  const { token, side } = order.wire
  const full: ExecutionReport = { order: order.id, token, side, ...parts }
  order.reports.push(full)
  state.outbox.push(full)
}
