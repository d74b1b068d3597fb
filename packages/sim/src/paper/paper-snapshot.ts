import { BotError, type OrderId, type TokenId } from '@bot/core'
import { type Due, pushDue } from '../exchange/time-queue.js'
import { holdFor } from './paper-funds.js'
import type { PaperOrder } from './paper-order.js'
import type { PaperAction, PaperDue, PaperState, TakenLevel } from './paper-state.js'

const VERSION = 2

type Saved = Readonly<{
  version: typeof VERSION
  now: number
  cash: number
  incomingCash: number
  incomingShares: readonly (readonly [TokenId, number])[]
  holdings: readonly (readonly [TokenId, number])[]
  orders: readonly PaperOrder[]
  actions: readonly (readonly [string, PaperAction])[]
  taken: readonly (readonly [string, TakenLevel])[]
  payouts: readonly (readonly [string, readonly number[]])[]
  due: readonly Due<PaperDue>[]
  dueCount: number
}>

/** Writes down what the venue needs to go on; books and markets come again as events. */
export const snapshotPaper = (state: PaperState): Saved => ({
  version: VERSION,
  now: state.now,
  cash: state.cash,
  incomingCash: state.incomingCash,
  incomingShares: [...state.incomingShares],
  holdings: [...state.holdings],
  orders: [...state.orders.values()].map((order) => ({ ...order, reports: [...order.reports] })),
  actions: [...state.actions].map(([ref, action]) => [ref, { ...action }]),
  taken: [...state.taken].map(([key, level]) => [key, { ...level }]),
  payouts: [...state.payouts],
  due: [...state.due],
  dueCount: state.dueCount,
})

/** Puts a snapshot in the place of orders, cash and holdings. */
export const restorePaper = (state: PaperState, snapshot: unknown): void => {
  const saved = snapshot as Partial<Saved> | null
  if (typeof saved !== 'object' || saved?.version !== VERSION || saved.orders === undefined) {
    throw new BotError(
      'invalid-input-file',
      `Expected a snapshot of version ${VERSION} of the paper venue; start anew without it`,
    )
  }
  clear(state)
  fill(state, saved as Saved)
}

const clear = (state: PaperState): void => {
  const { holdings, reservedShares, incomingShares, orders, active, actions, taken, payouts } =
    state
  for (const map of [holdings, reservedShares, incomingShares]) map.clear()
  for (const map of [orders, active, actions, taken, payouts]) map.clear()
  state.reservedCash = 0
  state.due.length = 0
  state.outbox.length = 0
}

const fill = (state: PaperState, saved: Saved): void => {
  state.now = saved.now as PaperState['now']
  state.cash = saved.cash
  state.incomingCash = saved.incomingCash
  for (const [token, shares] of saved.incomingShares) state.incomingShares.set(token, shares)
  for (const [token, shares] of saved.holdings) state.holdings.set(token, shares)
  for (const order of saved.orders) fillOrder(state, order)
  for (const [ref, action] of saved.actions) state.actions.set(ref, { ...action })
  for (const [key, level] of saved.taken) state.taken.set(key, { ...level })
  for (const [id, payouts] of saved.payouts) {
    state.payouts.set(id as Parameters<typeof state.payouts.set>[0], payouts)
  }
  for (const due of saved.due) pushDue(state.due, due)
  state.dueCount = saved.dueCount
}

const fillOrder = (state: PaperState, saved: PaperOrder): void => {
  const order: PaperOrder = { ...saved, held: 0, reports: [...saved.reports] }
  state.orders.set(order.id as OrderId, order)
  if (order.state === 'done') return
  holdFor(state, order, saved.held)
  const active = state.active.get(order.wire.token) ?? new Set()
  state.active.set(order.wire.token, active.add(order))
}
