import type { ExecutionPolicy, Exit, OrderRef, Position, Signal, Stamped, View } from '@bot/core'
import { heldShares, isTerminal } from '@bot/core'
import { advanceBaskets } from '../baskets/advance-baskets.js'
import { isActive, ordersOf } from '../baskets/basket-run.js'
import { learnOfBaskets, pruneBaskets } from '../baskets/observe-baskets.js'
import { rememberBasket } from '../baskets/remember-basket.js'
import { startBasket } from '../baskets/start-basket.js'
import { careForOrders } from './care-for-orders.js'
import { considerSignal } from './consider-signal.js'
import { continuePlans } from './enter-position.js'
import { followResting } from './follow-resting.js'
import { generalExits } from './general-exits.js'
import { cancelOffTick, obeyOperator, stopWhenBlocked } from './obey-operator.js'
import { isUntold, type OrderChange } from './order-tracker.js'
import { type ExecutionPolicyOptions, readPolicyOptions } from './policy-options.js'
import { catchUp, createPolicyState, type Outcome, type PolicyState } from './policy-state.js'
import { policyStatus } from './policy-status.js'
import { readAccount } from './read-account.js'
import {
  careForRedemptions,
  observeRedemption,
  redeemResolved,
  rememberRedemption,
} from './redeem-resolved.js'
import { refuse } from './refuse.js'
import { countOutcome, rememberOrder } from './remember-plan.js'
import { sellPosition } from './sell-position.js'

/** An execution policy that can be told what an earlier run did. */
export type RestorablePolicy = ExecutionPolicy &
  Readonly<{
    /**
     * Learns from an entry of the journal of an earlier run, before the first event of this one: trades of the last
     * hour, orders, baskets and redemptions under way, a person's pause or kill. Nothing is decided; baskets go on at the first
     * event.
     */
    remember: (stamped: Stamped) => void
  }>

/**
 * Makes the execution policy: it turns signals into approved orders or reasons, leaves positions, follows orders and
 * baskets to their end, and holds every limit. Pure: it knows only what events and views show it.
 *
 * @throws BotError `invalid-config` for options that make no sense.
 */
export const createExecutionPolicy = (options: ExecutionPolicyOptions): RestorablePolicy => {
  const state = createPolicyState(readPolicyOptions(options))
  return {
    consider: (signal: Signal, view: View, nextRef: () => OrderRef) => {
      catchUp(state, view)
      return signal.basket === undefined
        ? considerSignal(state, signal, view, nextRef)
        : startBasket(state, signal, signal.basket, view, nextRef)
    },
    leave: (position: Position, exit: Exit, view: View, nextRef: () => OrderRef) => {
      catchUp(state, view)
      const part = Math.min(1, Math.max(0, exit.fraction))
      const shares = Math.floor(heldShares(position) * part)
      return sellPosition(state, view, nextRef, position, { shares, reason: exit.reason })
    },
    react: (stamped: Stamped, view: View, nextRef: () => OrderRef) =>
      react(state, stamped, view, nextRef),
    status: (view: View) => policyStatus(state, view),
    remember: (stamped: Stamped) => {
      const change = state.tracker.apply(stamped)
      state.risk.remember(stamped)
      rememberOrder(state, stamped, change)
      rememberBasket(state, stamped, change)
      rememberRedemption(state, stamped)
    },
  }
}

/** Events that say nothing of orders, positions or time passing on purpose: only what is due is looked at. */
const isQuiet = ({ event }: Stamped): boolean =>
  event.type === 'trade-printed' || event.type === 'book-proven' || event.type === 'feed-status'

const hasNoOrders = ({ tracker, plans, resting }: PolicyState): boolean =>
  tracker.isIdle() && plans.size === 0 && resting.size === 0

/** Nothing is held, ordered or planned: a timer has nothing to look at. */
const isAtRest = (state: PolicyState, view: View): boolean =>
  hasNoOrders(state) &&
  view.ledger.positions.size === 0 &&
  ![...state.redemptions.values()].some(({ waiting }) => waiting) &&
  view.now < state.said.tidyAt &&
  ![...state.baskets.values()].some(isActive)

const react = (
  state: PolicyState,
  stamped: Stamped,
  view: View,
  nextRef: () => OrderRef,
): readonly Outcome[] => {
  const change = state.tracker.apply(stamped)
  state.feeds.observe(stamped, view)
  if (isQuiet(stamped) && hasNoOrders(state)) return []
  if (change !== undefined) countOutcome(state, change, stamped.at)
  state.risk.observe(stamped, view.ledger)
  catchUp(state, view)
  const { event } = stamped
  if (event.type === 'timer' && isAtRest(state, view)) return stopWhenBlocked(state, view)
  const regular = event.type === 'timer' || (event.type === 'scan-slice' && event.last)
  const resolves =
    event.type === 'market-resolved' || event.type === 'fact' || event.type === 'settlement'
  return [
    ...(change === undefined ? [] : endOf(change)),
    ...obeyOperator(state, stamped),
    ...cancelOffTick(state, view, stamped),
    ...readAccount(state, view, stamped),
    ...stopWhenBlocked(state, view),
    ...observeRedemption(state, stamped),
    ...learnOfBaskets(state, stamped, change),
    ...advanceBaskets(state, view, nextRef),
    ...careForOrders(state, view),
    ...continuePlans(state, view, nextRef),
    ...followResting(state, view, nextRef),
    ...(regular ? generalExits(state, view, nextRef) : []),
    ...(regular || resolves ? redeemResolved(state, view) : []),
    ...(regular ? tidy(state, view) : []),
  ]
}

/** Says why an order that ended came to nothing, and which fills were undone: law 10. */
const endOf = ({ order, before }: OrderChange): readonly Outcome[] => {
  const { state } = order
  const { intent, status, filled } = state
  const out: Outcome[] = []
  const say = (reason: string, step: 'sent' | 'matched' | 'confirmed'): void => {
    const context = { ref: intent.ref, side: intent.side, because: state.reason ?? '' }
    out.push(refuse(reason, step, intent.owner, intent.token, context))
  }
  const ended = isTerminal(status) && !isTerminal(before.status)
  if (ended && filled.size === 0 && !isUntold(state)) {
    if (status === 'not-sent') say('not-sent', 'sent')
    else if (status === 'refused') say('refused-by-venue', 'matched')
    else if (status === 'expired' || status === 'cancelled') say('nothing-matched', 'matched')
  }
  const failed = (trades: typeof state.trades): number =>
    trades.filter(({ settled }) => settled === 'failed').length
  if (failed(state.trades) > failed(before.trades)) say('fill-voided', 'confirmed')
  return out
}

/** Orders of baskets under way stay known until their basket has ended. */
const keptOrders = ({ baskets, resting }: PolicyState): ReadonlySet<OrderRef> =>
  new Set([
    ...[...baskets.values()].filter(isActive).flatMap(ordersOf),
    ...[...resting.values()].flatMap(({ refs }) => refs),
  ])

/** What is over is forgotten this often. */
const TIDY_EVERY_MS = 60_000

const tidy = (state: PolicyState, view: View): readonly Outcome[] => {
  if (view.now >= state.said.tidyAt) forgetWhatIsOver(state, view)
  return careForRedemptions(state, view)
}

const forgetWhatIsOver = (state: PolicyState, view: View): void => {
  state.said.tidyAt = view.now + TIDY_EVERY_MS
  pruneBaskets(state)
  state.tracker.prune(view.now, keptOrders(state))
  const pending = new Set(
    state.tracker.live().map(({ state: { intent } }) => `${intent.owner} ${intent.token}`),
  )
  for (const key of state.marks.keys()) {
    if (!view.ledger.positions.has(key) && !pending.has(key)) state.marks.delete(key)
  }
  for (const key of state.exitWaits.keys()) {
    if (!view.ledger.positions.has(key)) state.exitWaits.delete(key)
  }
}
