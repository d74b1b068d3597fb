import {
  type Arrived,
  applyBookEvent,
  type BookDelta,
  type BookProven,
  type BookSnapshot,
  createOrderBook,
  type Event,
  type FeedStatus,
  type MarketFacts,
  type MarketId,
  PRICE_ONE,
  type Stamped,
  type TickChanged,
  type TimeMs,
  type TradePrinted,
} from '@bot/core'
import { type Due, popDue } from '../exchange/time-queue.js'
import { fillResting, finishOrder } from './fill-order.js'
import { settleDue } from './paper-actions.js'
import type { PaperOrder } from './paper-order.js'
import { marketOfToken, type PaperDue, type PaperState, report } from './paper-state.js'
import { reachBook, reviewBook } from './reach-book.js'

/**
 * Moves the venue to an event: what was due before it happened runs on the books as they were, then the event is
 * taken in, then what is due by now runs.
 */
export const observeEvent = (state: PaperState, stamped: Stamped): void => {
  const happened = stamped.venueAt ?? stamped.at
  const now = Math.max(state.now, stamped.at) as TimeMs
  runDue(state, Math.min(happened - 1, now) as TimeMs)
  state.now = now
  takeIn(state, stamped.event, { at: stamped.at, venueAt: happened })
  runDue(state, now)
}

const runDue = (state: PaperState, until: TimeMs): void => {
  for (let due = popDue(state.due, until); due !== undefined; due = popDue(state.due, until)) {
    state.now = Math.max(state.now, due.at) as TimeMs
    runOne(state, due)
  }
}

const runOne = (state: PaperState, due: Due<PaperDue>): void => {
  if (due.kind === 'settle') settleDue(state, due.id)
  else if (due.kind === 'confirm') confirmTrade(state, due.id)
  else {
    const order = state.orders.get(due.id as PaperOrder['id'])
    if (order === undefined || order.state === 'done') return
    if (due.kind === 'reach') reachBook(state, order)
    else finishOrder(state, order, { status: 'expired', reason: 'expired' })
  }
}

const confirmTrade = (state: PaperState, tradeId: string): void => {
  const order = state.orders.get(tradeId.slice(0, tradeId.lastIndexOf('-')) as PaperOrder['id'])
  const matched = order?.reports.find((each) => each.tradeId === tradeId)
  if (order === undefined || matched === undefined) return
  const { exchanged, fee, liquidity } = matched
  report(state, order, {
    tradeId,
    status: 'confirmed',
    ...(liquidity === undefined ? {} : { liquidity }),
    ...(exchanged === undefined ? {} : { exchanged }),
    ...(fee === undefined ? {} : { fee }),
  })
}

type Times = Required<Pick<Arrived, 'at' | 'venueAt'>>

const takeIn = (state: PaperState, event: Event, times: Times): void => {
  switch (event.type) {
    case 'book-snapshot':
    case 'book-delta':
      applyToBook(state, event, times)
      break
    case 'book-proven':
      proveBook(state, event)
      break
    case 'feed-status':
      loseFeed(state, event)
      break
    case 'trade-printed':
      advanceQueue(state, event, times.venueAt)
      break
    case 'fact':
      if (event.kind === 'market') learnMarket(state, event.value)
      break
    case 'tick-changed':
      changeTick(state, event)
      break
    case 'market-resolved':
      state.payouts.set(event.market, event.payouts)
      endMarket(state, event.market, 'market-resolved')
      break
    default:
  }
}

const proveBook = (state: PaperState, event: BookProven): void => {
  const book = state.books.get(event.token)
  if (book === undefined || book.epoch !== event.epoch || book.status === 'empty') return
  book.status = 'live'
  reviewBook(state, event.token)
}

const loseFeed = (state: PaperState, event: FeedStatus): void => {
  const book = state.books.get(event.token)
  const gone = event.status === 'stale' || event.status === 'down'
  if (gone && book?.status === 'live') book.status = 'stale'
}

const changeTick = (state: PaperState, event: TickChanged): void => {
  const market = marketOfToken(state, event.token)
  if (market !== undefined) state.seenMarkets.set(market.id, { ...market, tick: event.tick })
}

const applyToBook = (state: PaperState, event: BookSnapshot | BookDelta, times: Times): void => {
  let book = state.books.get(event.token)
  if (book === undefined) {
    book = createOrderBook(event.token)
    state.books.set(event.token, book)
  }
  applyBookEvent(book, event, times.venueAt, times.at)
  reviewBook(state, event.token)
}

/**
 * A print advances the queue at its price: first what stood ahead, then our order. A print at a worse price for its
 * taker would have met our order first. Only prints of the order's own token, made after it joined, count.
 */
const advanceQueue = (state: PaperState, print: TradePrinted, at: TimeMs): void => {
  for (const order of [...(state.active.get(print.token) ?? [])]) {
    const { side, limit } = order.wire
    if (order.state !== 'resting' || print.side === side || at <= order.joinedAt) continue
    const fee = marketOfToken(state, order.wire.token)?.fee
    if (fee === undefined || fee === 'unknown') continue
    const { size, notional } = print.exchanged
    // Compared exactly: notional / size against limit / 10,000.
    const difference = BigInt(notional) * BigInt(PRICE_ONE) - BigInt(size) * BigInt(limit)
    const beyond = side === 'buy' ? difference < 0n : difference > 0n
    if (beyond) fillResting(state, order, size, fee)
    else if (difference === 0n) {
      const reached = size - order.ahead
      order.ahead = Math.max(0, order.ahead - size)
      fillResting(state, order, Math.max(0, reached), fee)
    }
  }
}

const learnMarket = (state: PaperState, market: MarketFacts): void => {
  state.seenMarkets.set(market.id, market)
  for (const token of market.tokens) state.marketOfToken.set(token, market.id)
  if (market.resolution.state === 'resolved') {
    state.payouts.set(market.id, market.resolution.payouts)
    endMarket(state, market.id, 'market-resolved')
  } else if (market.closed) endMarket(state, market.id, 'market-closed')
}

const endMarket = (state: PaperState, id: MarketId, reason: string): void => {
  for (const orders of [...state.active.values()]) {
    for (const order of [...orders]) {
      if (order.wire.market === id) finishOrder(state, order, { status: 'cancelled', reason })
    }
  }
}
