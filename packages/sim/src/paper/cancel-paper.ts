import type { ExecutionReport, OrderId, TimeMs } from '@bot/core'
import { finishOrder } from './fill-order.js'
import type { PaperOrder } from './paper-order.js'
import { type PaperState, planDue } from './paper-state.js'

/** How an order ends that its owner cancelled. */
export const REQUESTED: Readonly<{ status: 'cancelled'; reason: string }> = {
  status: 'cancelled',
  reason: 'requested',
}

/**
 * Sends cancels on their way: until they reach the book, their orders may still be filled. What became of each comes
 * as a report then; without latency it is answered at once.
 */
export const cancelPaper = (
  state: PaperState,
  ids: readonly OrderId[] | 'all',
): readonly ExecutionReport[] =>
  (ids === 'all' ? openIds(state) : ids).map((id): ExecutionReport => {
    const order = state.orders.get(id)
    if (order === undefined) return { order: id, status: 'refused', reason: 'not-found' }
    if (order.state === 'done') {
      return { order: id, status: 'refused', reason: 'already-cancelled-or-matched' }
    }
    return cancelOne(state, order)
  })

const cancelOne = (state: PaperState, order: PaperOrder): ExecutionReport => {
  if (state.cancelLatencyMs <= 0) {
    finishOrder(state, order, REQUESTED)
    return order.reports.at(-1) ?? { order: order.id, status: 'cancelled' }
  }
  if (!order.cancelSent) {
    order.cancelSent = true
    planDue(state, (state.now + state.cancelLatencyMs) as TimeMs, 'cancel', order.id)
  }
  return { order: order.id, status: 'open', reason: 'cancel-on-its-way' }
}

/** Names the orders that are sent or rest. */
export const openIds = (state: PaperState): OrderId[] =>
  [...state.active.values()].flatMap((orders) => [...orders].map((order) => order.id))
