import { type AccountRead, isTerminal, type Stamped, type View } from '@bot/core'
import { isActive } from '../baskets/basket-run.js'
import { compareAccount } from '../reconcile/compare-account.js'
import { askAfter } from './care-for-orders.js'
import type { TrackedOrder } from './order-tracker.js'
import { cancelOwn, type Outcome, type PolicyState } from './policy-state.js'

/** How long an order's own reports may take before the account's word on it is followed up. */
const GRACE_MS = 5_000
/** How long after the last sign of an order cash and shares may differ: reads and reports overtake each other. */
const QUIET_MS = 10_000

/**
 * Compares what the venue says of the account with what is known: the orders that it should have and hasn't are looked
 * up, those that it has and shouldn't are cancelled again, and what cannot be ours halts trading. Repeating a read
 * changes nothing.
 */
export const readAccount = (
  state: PolicyState,
  view: View,
  { event }: Stamped,
): readonly Outcome[] => {
  if (event.type !== 'account') return []
  const isKnown = (id: AccountRead['open'][number]): boolean => {
    const known = state.tracker.byId(id)
    return known !== undefined && known.state.status !== 'not-sent'
  }
  state.account.read(compareAccount(event, view, isKnown), isSettled(state, view))
  return [...missingOrders(state, view, event), ...undeadOrders(state, view, event)]
}

/** Orders that the journal thinks open and the venue does not: they have ended, and a lookup says how. */
const missingOrders = (
  { tracker }: PolicyState,
  view: View,
  { open }: AccountRead,
): readonly Outcome[] => {
  const there = new Set(open)
  return tracker.live().flatMap((order) => {
    const { status, id } = order.state
    const missing = status === 'open' && id !== undefined && !there.has(id)
    const due = view.now - order.since >= GRACE_MS && view.now >= order.nextCareAt
    return missing && due ? [askAfter(order, view.now)] : []
  })
}

/** Orders that the journal thinks over and the venue has open. */
const undeadOrders = (
  { tracker }: PolicyState,
  view: View,
  { open }: AccountRead,
): readonly Outcome[] =>
  open.flatMap((id): readonly Outcome[] => {
    const order = tracker.byId(id)
    if (order === undefined || !isTerminal(order.state.status)) return []
    const { status } = order.state
    const due = view.now - (order.endedAt ?? order.since) >= GRACE_MS
    if (!due || view.now < order.nextCareAt || status === 'not-sent') return []
    if (status === 'refused') return [askAfter(order, view.now)]
    order.cancels = 0
    return cancelOwn([order], view.now)
  })

/** Nothing is under way that moves cash or shares between the venue's word and ours. */
const isSettled = (state: PolicyState, view: View): boolean => {
  const { tracker, baskets, redemptions } = state
  if (tracker.unsettled().length > 0) return false
  if ([...redemptions.values()].some(({ waiting }) => waiting)) return false
  if ([...baskets.values()].some((run) => isActive(run) && run.action !== undefined)) return false
  if (view.now - tracker.changedAt() < QUIET_MS) return false
  return tracker.live().every(isResting)
}

const isResting = ({ state: { status, trades } }: TrackedOrder): boolean =>
  status === 'open' &&
  trades.every(({ settled }) => settled === 'confirmed' || settled === 'failed')
