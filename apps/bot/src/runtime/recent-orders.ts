import type { OrderId, OrderState, Stamped, TimeMs } from '@bot/core'

/** The orders that were heard of lately, over or not: what may have been missed of them is told by a lookup. */
export type RecentOrders = Readonly<{
  observe: (stamped: Stamped) => void
  /** Newest first. */
  all: () => readonly OrderState[]
}>

/** How long an order is remembered after it was last heard of: longer than an outage of the user channel lasts. */
const KEPT_MS = 15 * 60_000
/** More than this many lookups at once would only wait for our own budgets. */
const MOST = 50

/** Remembers orders by the events of a run; `orderById` says what is known of them now. */
export const createRecentOrders = (
  orderById: (id: OrderId) => OrderState | undefined,
): RecentOrders => {
  const heard = new Map<OrderId, TimeMs>()
  const hear = (id: OrderId, at: TimeMs): void => {
    heard.delete(id)
    heard.set(id, at)
    for (const [oldest, last] of heard) {
      if (heard.size <= MOST && at - last < KEPT_MS) return
      heard.delete(oldest)
    }
  }
  return {
    observe: ({ event, at }) => {
      if (event.type === 'order-prepared') hear(event.id, at)
      else if (event.type === 'execution') hear(event.report.order, at)
    },
    all: () => [...heard.keys()].reverse().flatMap((id) => orderById(id) ?? []),
  }
}
