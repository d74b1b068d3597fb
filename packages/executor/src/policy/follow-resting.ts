import { isTerminal, type OrderRef, type Size, type View } from '@bot/core'
import { enterPosition } from './enter-position.js'
import type { RestingEntry } from './entry-wish.js'
import { marketTerms } from './market-terms.js'
import { type TrackedOrder, tradedShares } from './order-tracker.js'
import { cancelOwn, type Outcome, type PolicyState } from './policy-state.js'
import { refuse } from './refuse.js'
import { restPrice } from './rest-price.js'

/**
 * Follows every entry that rests. An order whose price is no longer right is cancelled; when its end is proven, what
 * is left of it is placed anew. The venue amends nothing, and there are never two orders of one entry at once.
 */
export const followResting = (
  state: PolicyState,
  view: View,
  nextRef: () => OrderRef,
): readonly Outcome[] => {
  const out: Outcome[] = []
  for (const [key, entry] of state.resting) {
    const last = state.tracker.get(entry.refs.at(-1) ?? key)
    if (last === undefined) state.resting.delete(key)
    else if (isTerminal(last.state.status))
      out.push(...goOn(state, view, nextRef, key, entry, last))
    else out.push(...keepRight(state, view, key, entry, last))
  }
  return out
}

const boughtBy = (state: PolicyState, { refs }: RestingEntry): number =>
  refs.reduce((sum, ref) => {
    const order = state.tracker.get(ref)?.state
    return order === undefined ? sum : sum + tradedShares(order)
  }, 0)

/** Cancels an order that is off its price, or that a late fill of its forerunner has made too large. */
const keepRight = (
  state: PolicyState,
  view: View,
  key: OrderRef,
  entry: RestingEntry,
  order: TrackedOrder,
): readonly Outcome[] => {
  const { intent, status } = order.state
  const left = intent.shares - tradedShares(order.state)
  const tooMuch = boughtBy(state, entry) + left > entry.whole
  if (!tooMuch && (status !== 'open' || !isOff(state, view, entry, order))) return []
  const cancels = cancelOwn([order], view.now)
  if (cancels.length > 0) state.resting.set(key, { ...entry, replacing: true })
  return cancels
}

const isOff = (
  state: PolicyState,
  view: View,
  { wish, rung }: RestingEntry,
  { state: { intent }, since }: TrackedOrder,
): boolean => {
  const { resting, maxBookAgeMs } = state.settings
  if (view.now - since < resting.leastMs) return false
  const terms = marketTerms(view, wish.market, wish.token, maxBookAgeMs)
  if (typeof terms === 'string') return false
  const own = state.tracker.live().map((order) => order.state)
  const right = restPrice(terms, { ...wish, rung }, own)
  return right !== undefined && Math.abs(right - intent.limit) > resting.toleranceTicks * terms.tick
}

/** The order is over: places what is left when it was to be replaced and nothing of it can still turn up. */
const goOn = (
  state: PolicyState,
  view: View,
  nextRef: () => OrderRef,
  key: OrderRef,
  entry: RestingEntry,
  order: TrackedOrder,
): readonly Outcome[] => {
  const { status } = order.state
  const over = status !== 'cancelled' && status !== 'expired'
  if (over || entry.replacing !== true) {
    state.resting.delete(key)
    return []
  }
  if (!isProven(state, view, order)) return askOnce(order)
  state.resting.delete(key)
  const { wish } = entry
  const left = entry.whole - boughtBy(state, entry)
  if (left <= 0) return []
  if (view.now >= wish.expiresAt) {
    return [refuse('expired-before-whole', 'sent', wish.strategy, wish.token, { left })]
  }
  const { trade, rung, whole, refs } = entry
  const part = { ...wish, wanted: left as Size }
  return enterPosition(state, view, nextRef, part, { trade, rung, whole, key, refs })
}

/**
 * Whether all that an ended order bought has been told: the venue's own count says so, or it has had its time.
 */
const isProven = (
  { settings }: PolicyState,
  view: View,
  { state: order, endedAt }: TrackedOrder,
): boolean => {
  if (order.matched !== undefined) return tradedShares(order) >= order.matched
  return endedAt !== undefined && view.now - endedAt >= settings.resting.quietMs
}

const askOnce = (order: TrackedOrder): readonly Outcome[] => {
  if (order.lookups > 0) return []
  order.lookups += 1
  return [{ kind: 'lookup', ref: order.state.intent.ref }]
}
