import type { MarketId, OrderId } from '@bot/core'
import { accountOf, reserve } from './accounts.js'
import { forgetLater } from './apply-match.js'
import { publishChanges, type TouchedLevels, touchLevel } from './book-changes.js'
import type { CancelResult, CancelTarget } from './exchange.js'
import type { ExchangeState, MarketState } from './exchange-state.js'
import { NOTHING } from './nothing.js'
import { type OpenOrder, showOrder } from './open-order.js'
import { dequeue } from './price-queues.js'

/** Takes an order off the book, or out of its delay, and frees what stood behind it; its status is the caller's. */
export const takeOff = (
  state: ExchangeState,
  market: MarketState,
  order: OpenOrder,
  touched: TouchedLevels,
): void => {
  const account = accountOf(state.accounts, order.owner)
  reserve(account, order, order.remaining, -1)
  account.open.delete(order.id)
  if (order.delay !== undefined) {
    state.delayed.delete(order)
    order.delay = undefined
    return
  }
  dequeue(order.yesSide === 'bid' ? market.bids : market.asks, order)
  order.resting = false
  touchLevel(touched, order.yesSide, order.yesPrice)
}

/** Ends open orders for one reason: off the book all together, then one notice each. */
export const endOrders = (
  state: ExchangeState,
  orders: readonly OpenOrder[],
  status: 'cancelled' | 'expired',
  reason: string,
): void => {
  const touched = new Map<MarketId, TouchedLevels>()
  const delayed = orders.filter((order) => order.delay !== undefined)
  for (const order of orders) {
    const market = state.markets.get(order.market)
    if (market === undefined) continue
    const levels = touched.get(order.market) ?? []
    touched.set(order.market, levels)
    takeOff(state, market, order, levels)
    order.status = status
    order.endReason = reason
    forgetLater(state, order)
  }
  for (const [id, levels] of touched) {
    const market = state.markets.get(id)
    if (market !== undefined) publishChanges(state, market, levels)
  }
  if (!state.heard()) return
  for (const order of orders) {
    state.emit({
      type: 'order',
      at: state.now,
      change: 'cancellation',
      order: showOrder(order),
      reason,
    })
  }
  for (const order of delayed) {
    const result = { outcome: 'refused', reason: 'market-not-open', ...NOTHING } as const
    state.emit({ type: 'delay-ended', at: state.now, order: showOrder(order), result })
  }
}

/** Cancels an owner's orders. */
export const cancelOrders = (
  state: ExchangeState,
  owner: string,
  target: CancelTarget,
): readonly CancelResult[] => {
  const open = accountOf(state.accounts, owner).open
  if (isList(target)) {
    const found = new Set(target.flatMap((id) => open.get(id) ?? []).filter(isCancellable))
    const results = target.map((id): CancelResult => resultFor(state, owner, id))
    endOrders(state, [...found], 'cancelled', 'requested')
    return results
  }
  const { market, token } = target === 'all' ? {} : target
  const chosen = [...open.values()].filter(
    (order) =>
      isCancellable(order) &&
      (market === undefined || order.market === market) &&
      (token === undefined || order.token === token),
  )
  endOrders(state, chosen, 'cancelled', 'requested')
  return chosen.map((order) => ({ id: order.id, outcome: 'cancelled' }))
}

const isCancellable = (order: OpenOrder): boolean => order.delay === undefined

const isList = (target: CancelTarget): target is readonly OrderId[] => Array.isArray(target)

const resultFor = (state: ExchangeState, owner: string, id: OrderId): CancelResult => {
  const order = state.orders.get(id)
  if (order === undefined || order.owner !== owner) {
    return { id, outcome: 'not-cancelled', reason: 'not-found' }
  }
  if (order.delay !== undefined) {
    return { id, outcome: 'not-cancelled', reason: 'already-cancelled-or-matched', delayed: true }
  }
  return order.resting
    ? { id, outcome: 'cancelled' }
    : { id, outcome: 'not-cancelled', reason: 'already-cancelled-or-matched' }
}
