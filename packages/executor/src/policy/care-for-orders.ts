import { type OrderStatus, type TimeMs, timeMs, type View } from '@bot/core'
import { isUntold, type TrackedOrder } from './order-tracker.js'
import type { Outcome, PolicyState } from './policy-state.js'

const FIRST_DELAY_MS = 2_000
const LONGEST_DELAY_MS = 60_000
/** How long an order may be under way, or a taking order open, before the venue is asked. */
const PATIENCE_MS = 30_000
/** How long a trade may take to settle before the venue is asked. */
const SETTLE_PATIENCE_MS = 60_000

/**
 * Asks after orders whose outcome is unknown or overdue, and cancels resting ones whose time is over. Each is asked
 * after with a growing delay of event time; none is ever sent again.
 */
export const careForOrders = (state: PolicyState, view: View): readonly Outcome[] => {
  const out: Outcome[] = []
  for (const order of state.tracker.live()) {
    if (view.now < order.nextCareAt) continue
    if (isOverdue(order, view.now)) out.push(askAfter(order, view.now))
    else if (order.cancelAt !== undefined && order.cancelAt <= view.now) {
      out.push({ kind: 'cancel', ref: order.state.intent.ref })
      order.cancels += 1
      order.nextCareAt = timeMs(view.now + delayAfter(order.cancels))
    }
  }
  for (const order of state.tracker.unsettled()) {
    const patience = isUntold(order.state) ? FIRST_DELAY_MS : SETTLE_PATIENCE_MS
    const due = (order.endedAt ?? order.since) + patience
    if (view.now < Math.max(due, order.nextCareAt)) continue
    out.push(askAfter(order, view.now))
  }
  return out
}

/** Asks after one order, the next time later. */
export const askAfter = (order: TrackedOrder, now: TimeMs): Outcome => {
  order.lookups += 1
  order.nextCareAt = timeMs(now + delayAfter(order.lookups))
  return { kind: 'lookup', ref: order.state.intent.ref }
}

const delayAfter = (attempts: number): number =>
  Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(attempts - 1, 10))

const UNDER_WAY: readonly OrderStatus[] = ['wanted', 'prepared']

const isOverdue = (order: TrackedOrder, now: number): boolean => {
  const { status, intent } = order.state
  if (status === 'unknown') return true
  if (now - order.since < PATIENCE_MS) return false
  if (UNDER_WAY.includes(status)) return true
  const takes = intent.tif === 'fak' || intent.tif === 'fok'
  // A cancel that is not answered is repeated, and every other time the order's state is asked for.
  const unanswered = order.cancels > 2 && (order.cancels + order.lookups) % 2 === 1
  return status === 'open' && (takes || unanswered)
}
