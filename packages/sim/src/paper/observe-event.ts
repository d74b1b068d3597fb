import {
  type Arrived,
  applyBookEvent,
  type BookDelta,
  type BookProven,
  type BookSnapshot,
  createOrderBook,
  type Event,
  type FeedStatus,
  isOnTick,
  type MarketFacts,
  type MarketId,
  type Stamped,
  type TickChanged,
  type TimeMs,
} from '@bot/core'
import { type Due, popDue } from '../exchange/time-queue.js'
import { advanceQueue } from './advance-queue.js'
import { REQUESTED } from './cancel-paper.js'
import { finishOrder } from './fill-order.js'
import { settleDue } from './paper-actions.js'
import type { PaperOrder } from './paper-order.js'
import { marketOfToken, type PaperDue, type PaperState } from './paper-state.js'
import { reachBook, reviewBook } from './reach-book.js'
import { settleTrade } from './settle-paper.js'

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
  else if (due.kind === 'confirm') settleTrade(state, due.id)
  else {
    const order = state.orders.get(due.id as PaperOrder['id'])
    if (order === undefined || order.state === 'done') return
    if (due.kind === 'reach') reachBook(state, order)
    else if (due.kind === 'cancel') finishOrder(state, order, REQUESTED)
    else finishOrder(state, order, { status: 'expired', reason: 'expired' })
  }
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
  if (market === undefined) return
  state.seenMarkets.set(market.id, { ...market, tick: event.tick })
  for (const order of [...(state.active.get(event.token) ?? [])]) {
    if (order.state !== 'resting' || isOnTick(order.wire.limit, event.tick)) continue
    finishOrder(state, order, { status: 'cancelled', reason: 'tick-changed' })
  }
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
