import {
  isTerminal,
  type OrderId,
  type OrderIntent,
  type OrderRef,
  type OrderState,
  prepareOrder,
  reportOrder,
  type Stamped,
  type TimeMs,
  wantOrder,
} from '@bot/core'
import { tradeOf } from '../risk/trade-of.js'
import { readMemo } from './order-memo.js'

const KEPT_MS = 3_600_000

/** An order of ours with what the policy must remember of it. */
export type TrackedOrder = {
  state: OrderState
  /** The trade that it is part of: one entry, however many orders. */
  readonly trade: string
  readonly since: TimeMs
  /** When it is to be cancelled if it still rests. */
  cancelAt: TimeMs | undefined
  cancels: number
  lookups: number
  /** When the next lookup or cancel may go out. */
  nextCareAt: TimeMs
  endedAt: TimeMs | undefined
}

/** What an event did to one order. */
export type OrderChange = Readonly<{ order: TrackedOrder; before: OrderState }>

/**
 * The policy's own fold over its orders: it knows those that were commanded at this very event, and those that ended.
 */
export type OrderTracker = Readonly<{
  add: (intent: OrderIntent, at: TimeMs, trade: string, cancelAt?: TimeMs) => TrackedOrder
  /** Takes over orders that another run placed. */
  adopt: (orders: readonly OrderState[], at: TimeMs) => void
  apply: (stamped: Stamped) => OrderChange | undefined
  get: (ref: OrderRef) => TrackedOrder | undefined
  byId: (id: OrderId) => TrackedOrder | undefined
  /** Orders that are not terminal, oldest first. */
  live: () => readonly TrackedOrder[]
  /** Tells whether nothing is live and nothing unsettled. */
  isIdle: () => boolean
  /** When an event last changed any order; 0 while none did. */
  changedAt: () => number
  /** When an order of this owner and token last ended without a fill. */
  emptyAt: (owner: string, token: string) => TimeMs | undefined
  /** Orders that are over, with trades that are not settled, or not even told. */
  unsettled: () => readonly TrackedOrder[]
  /** Orders that may still trade, or have traded without our being told. */
  mayTrade: () => readonly TrackedOrder[]
  /** Shares that all orders of a trade have bought, undone fills included: they are used up. */
  boughtBy: (trade: string) => number
  /** Tells whether every order of a trade was cancelled or expired without a fill. */
  givenBack: (trade: string) => boolean
  /** Forgets orders of more than an hour ago that are over with all their trades settled, but for those kept. */
  prune: (now: TimeMs, kept: ReadonlySet<OrderRef>) => void
}>

/** Makes an empty tracker. */
export const createOrderTracker = (): OrderTracker => {
  const orders = new Map<OrderRef, TrackedOrder>()
  const refs = new Map<OrderId, OrderRef>()
  const live = new Map<OrderRef, TrackedOrder>()
  const unsettled = new Map<OrderRef, TrackedOrder>()
  let changedAt = 0
  let adopted: readonly OrderState[] | undefined

  const put = (state: OrderState, at: TimeMs, trade: string, cancelAt?: TimeMs): TrackedOrder => {
    const care = { cancels: 0, lookups: 0, nextCareAt: at, endedAt: undefined }
    const order: TrackedOrder = { state, trade, since: at, cancelAt, ...care }
    orders.set(state.intent.ref, order)
    if (state.id !== undefined) refs.set(state.id, state.intent.ref)
    if (!isTerminal(state.status)) live.set(state.intent.ref, order)
    return order
  }
  /** The venue has an order that was thought refused: it is live again. */
  const revive = (ref: OrderRef, order: TrackedOrder): void => {
    if (live.has(ref)) return
    live.set(ref, order)
    order.endedAt = undefined
  }
  const change = (
    ref: OrderRef,
    at: TimeMs,
    next: (state: OrderState) => OrderState,
  ): OrderChange | undefined => {
    const order = orders.get(ref)
    if (order === undefined) return undefined
    const before = order.state
    order.state = next(before)
    if (order.state !== before) changedAt = at
    if (!isTerminal(order.state.status)) revive(ref, order)
    else if (live.delete(ref)) order.endedAt = at
    if (isSettled(order.state)) unsettled.delete(ref)
    else if (order.endedAt !== undefined) unsettled.set(ref, order)
    return order.state === before ? undefined : { order, before }
  }
  const remember = (intent: OrderIntent, at: TimeMs): TrackedOrder =>
    put(wantOrder(intent), at, tradeOf(intent), cancelAtOf(intent))

  return {
    add: (intent, at, trade, cancelAt) => put(wantOrder(intent), at, trade, cancelAt),
    adopt: (states, at) => {
      if (states === adopted) return
      adopted = states
      for (const state of states) {
        if (!orders.has(state.intent.ref))
          put(state, at, tradeOf(state.intent), cancelAtOf(state.intent))
      }
    },
    apply: ({ event, at }) => {
      switch (event.type) {
        case 'order-prepared':
          if (!orders.has(event.ref)) remember(event.intent, at)
          refs.set(event.id, event.ref)
          return change(event.ref, at, (state) => prepareOrder(state, event.id, event.wire))
        case 'order-not-sent':
          return change(event.ref, at, (state) =>
            isTerminal(state.status)
              ? state
              : { ...state, status: 'not-sent', reason: event.reason },
          )
        case 'execution': {
          const ref = refs.get(event.report.order)
          return ref === undefined
            ? undefined
            : change(ref, at, (s) => reportOrder(s, event.report))
        }
        default:
          return undefined
      }
    },
    get: (ref) => orders.get(ref),
    byId: (id) => {
      const ref = refs.get(id)
      return ref === undefined ? undefined : orders.get(ref)
    },
    emptyAt: (owner, token) => {
      let last: TimeMs | undefined
      for (const { state, endedAt } of orders.values()) {
        const { intent, filled } = state
        if (intent.owner !== owner || intent.token !== token || filled.size > 0) continue
        if (endedAt !== undefined && endedAt > (last ?? -1)) last = endedAt
      }
      return last
    },
    live: () => [...live.values()],
    changedAt: () => changedAt,
    isIdle: () => live.size === 0 && unsettled.size === 0,
    unsettled: () => [...unsettled.values()],
    mayTrade: () => [
      ...live.values(),
      ...[...unsettled.values()].filter(({ state }) => isUntold(state)),
    ],
    boughtBy: (trade) => {
      let shares = 0
      for (const order of orders.values()) {
        if (order.trade === trade && order.state.intent.side === 'buy') {
          shares += tradedShares(order.state)
        }
      }
      return shares
    },
    givenBack: (trade) => {
      const parts = [...orders.values()].filter((order) => order.trade === trade)
      return parts.length > 0 && parts.every(({ state }) => endedEmpty(state))
    },
    prune: (now, kept) => {
      for (const [ref, { state, since }] of orders) {
        if (
          kept.has(ref) ||
          now - since < KEPT_MS ||
          !isTerminal(state.status) ||
          !isSettled(state)
        )
          continue
        orders.delete(ref)
        if (state.id !== undefined) refs.delete(state.id)
      }
    },
  }
}

const cancelAtOf = (intent: OrderIntent): TimeMs | undefined =>
  readMemo(intent)?.cancelAt ?? intent.expiresAt

const endedEmpty = ({ status, filled, matched }: OrderState): boolean =>
  (status === 'cancelled' || status === 'expired') && filled.size === 0 && !((matched ?? 0) > 0)

/** Shares of all trades of an order, those that were undone included. */
export const tradedShares = ({ trades }: OrderState): number =>
  trades.reduce((sum, { exchanged }) => sum + exchanged.size, 0)

/** The venue says that an order that is over matched more than its trades that we were told of. */
export const isUntold = (order: OrderState): boolean =>
  isTerminal(order.status) && tradedShares(order) < (order.matched ?? 0)

const isSettled = (order: OrderState): boolean =>
  !isUntold(order) &&
  order.trades.every(({ settled }) => settled === 'confirmed' || settled === 'failed')
