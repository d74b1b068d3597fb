import { type OrderIntent, positionKey, type Stamped } from '@bot/core'
import { outcomeOf } from '../risk/order-error-breaker.js'
import { type OrderMemo, readMemo } from './order-memo.js'
import type { OrderChange } from './order-tracker.js'
import type { PolicyState } from './policy-state.js'

/** Remembers what an order carries: where its position is to be left, and what of its entry is still to come. */
export const rememberPlan = (
  state: PolicyState,
  { ref, owner, token }: OrderIntent,
  { mark, plan, resting }: OrderMemo,
): void => {
  const key = positionKey(owner, token)
  if (mark !== undefined) state.marks.set(key, mark)
  if (plan === undefined) state.plans.delete(key)
  else state.plans.set(key, plan)
  if (resting === undefined) return
  const [first = ref] = resting.refs
  state.resting.set(first, resting)
}

/** Learns from an entry of an earlier run's journal what its orders carried, and how they went. */
export const rememberOrder = (
  state: PolicyState,
  { event, at }: Stamped,
  change: OrderChange | undefined,
): void => {
  if (event.type === 'order-prepared') {
    const memo = readMemo(event.intent)
    if (memo !== undefined) rememberPlan(state, event.intent, memo)
    else if (event.intent.side === 'sell') {
      state.plans.delete(positionKey(event.intent.owner, event.intent.token))
    }
  }
  if (event.type === 'operator') {
    if (event.command === 'resume') state.breaker.reset()
    if (event.command === 'kill' || event.command === 'cancel-all') {
      state.plans.clear()
      state.resting.clear()
    }
  }
  if (change !== undefined) countOutcome(state, change, at)
}

/** Tells the breaker how an order went, at its first answer. */
export const countOutcome = (
  state: PolicyState,
  { order, before }: OrderChange,
  at: Stamped['at'],
): void => {
  const outcome = outcomeOf(before.status, order.state.status)
  if (outcome !== undefined) state.breaker.ended(order.state.intent.ref, outcome, at)
}
