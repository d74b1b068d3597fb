import {
  type ExecutionReport,
  isCrossed,
  isOnTick,
  type MarketFacts,
  type OrderBook,
  sizeAt,
} from '@bot/core'
import { fillResting, finishOrder, takeLevels } from './fill-order.js'
import { crossedLevels, type FreeLevel, reviewTaken, takeFrom } from './paper-depth.js'
import { isBelowDollar } from './paper-funds.js'
import type { PaperOrder } from './paper-order.js'
import { marketOfToken, type PaperState, report } from './paper-state.js'

/**
 * Lets an order whose latency is over take effect, or keeps it waiting while its book is missing, stale or crossed:
 * against such a book no fill would be real.
 */
export const reachBook = (state: PaperState, order: PaperOrder): void => {
  if (order.state !== 'sent') return
  const market = marketOfToken(state, order.wire.token)
  const refusal = refusalAtBook(market, order)
  if (refusal !== undefined) {
    finishOrder(state, order, { status: 'refused', reason: refusal })
    return
  }
  const book = trustedBook(state, order)
  if (book === undefined || market === undefined || market.fee === 'unknown') return
  const levels = crossedLevels(state, book, order.wire)
  const ended = endBeforeFill(order, levels)
  if (ended !== undefined) {
    finishOrder(state, order, ended)
    return
  }
  takeLevels(state, order, levels, market.fee)
  if (order.remaining === 0) return
  const { tif } = order.wire
  if (tif === 'gtc' || tif === 'gtd') joinQueue(state, order, book)
  else {
    const reason = order.trades === 0 ? 'fak-no-match' : 'fak-remainder'
    finishOrder(state, order, { status: 'cancelled', reason })
  }
}

const endBeforeFill = (
  order: PaperOrder,
  levels: readonly FreeLevel[],
): Pick<ExecutionReport, 'status' | 'reason'> | undefined => {
  const { tif, postOnly } = order.wire
  if (postOnly && levels.length > 0) return { status: 'refused', reason: 'post-only-crosses' }
  if (levels.length > 0 && isBelowDollar(order.wire)) {
    return { status: 'refused', reason: 'below-minimum-amount' }
  }
  const within = levels.reduce((sum, level) => sum + level.shares, 0)
  return tif === 'fok' && within < order.remaining
    ? { status: 'cancelled', reason: 'fok-not-filled' }
    : undefined
}

const refusalAtBook = (market: MarketFacts | undefined, order: PaperOrder): string | undefined => {
  if (market === undefined) return 'unknown-market'
  if (market.closed || !market.tradable || market.resolution.state === 'resolved') {
    return 'market-closed'
  }
  if (market.tick === 'unknown') return 'unknown-tick'
  if (market.fee === 'unknown') return 'unknown-fee'
  return isOnTick(order.wire.limit, market.tick) ? undefined : 'off-tick'
}

const trustedBook = (state: PaperState, order: PaperOrder): OrderBook | undefined => {
  const book = state.books.get(order.wire.token)
  return book?.status === 'live' && !isCrossed(book) ? book : undefined
}

/** It stands behind everything that shows at its price. */
const joinQueue = (state: PaperState, order: PaperOrder, book: OrderBook): void => {
  order.state = 'resting'
  order.joinedAt = state.now
  order.ahead = sizeAt(book, order.wire.side === 'buy' ? 'bid' : 'ask', order.wire.limit)
  report(state, order, { status: 'open' })
}

/** After a book changed: what waited may take effect, and what rests is filled when the other side went through it. */
export const reviewBook = (state: PaperState, token: PaperOrder['wire']['token']): void => {
  const book = state.books.get(token)
  if (book !== undefined) reviewTaken(state, book)
  for (const order of [...(state.active.get(token) ?? [])]) {
    if (order.state === 'sent' && order.reachesAt <= state.now) reachBook(state, order)
    else if (order.state === 'resting') {
      fillThrough(state, order)
      moveUp(state, order)
    }
  }
}

/**
 * Shares on the other side beyond our price would have met our order first: it gets them at its limit. At our very
 * price they may have been post-only, or meant for others: nothing happens.
 */
const fillThrough = (state: PaperState, order: PaperOrder): void => {
  const book = trustedBook(state, order)
  const fee = marketOfToken(state, order.wire.token)?.fee
  if (book === undefined || fee === undefined || fee === 'unknown') return
  for (const level of crossedLevels(state, book, order.wire)) {
    const shares = Math.min(level.shares, order.remaining)
    if (shares === 0 || level.price === order.wire.limit) continue
    takeFrom(state, level, shares)
    fillResting(state, order, shares, fee)
    if (order.remaining === 0) return
  }
}

/**
 * No more can stand ahead than shows at our price. What the level lost may be a trade whose print is still to come:
 * that many shares of later prints count as known already.
 */
const moveUp = (state: PaperState, order: PaperOrder): void => {
  const book = trustedBook(state, order)
  if (book === undefined || order.state !== 'resting') return
  const shown = sizeAt(book, order.wire.side === 'buy' ? 'bid' : 'ask', order.wire.limit)
  if (shown >= order.ahead) return
  order.seenGone += order.ahead - shown
  order.ahead = shown
}
