import {
  type Approved,
  type BasketAction,
  type Command,
  type MarketId,
  type OrderIntent,
  type OrderRef,
  type PositionKey,
  type Price,
  type Refusal,
  type TimeMs,
  type TokenId,
  timeMs,
  totalCash,
  type View,
} from '@bot/core'
import { basketExposures, cashStillNeeded } from '../baskets/basket-exposure.js'
import { type BasketRun, isActive } from '../baskets/basket-run.js'
import { type AccountWatch, createAccountWatch } from '../reconcile/account-watch.js'
import type { EntryBlock } from '../risk/entry-block.js'
import type { RiskFacts } from '../risk/entry-gate.js'
import { eventLoss } from '../risk/event-loss.js'
import { exposureOf, stillCosts } from '../risk/exposure.js'
import { createFeedWatch, type FeedWatch } from '../risk/feed-watch.js'
import { createOrderErrorBreaker, type OrderErrorBreaker } from '../risk/order-error-breaker.js'
import { createRiskState, type EntryKind, type RiskState } from '../risk/risk-state.js'
import type { EntryPlan, RestingEntry } from './entry-wish.js'
import { createOrderTracker, type OrderTracker, type TrackedOrder } from './order-tracker.js'
import type { PolicySettings } from './policy-options.js'

/** What every step of the policy answers with. */
export type Outcome = Command | Refusal

/** Prices at which a position is to be left because its signal said so, and how often it was added to. */
export type PositionMark = Readonly<{ target?: Price; stop?: Price; addOns: number }>

/**
 * The last redemption of an owner in a market. `waiting`: its end is not known; `again`: an earlier run asked for it.
 * `nextAt` is when it is asked after, or, when it failed, when the next attempt may begin.
 */
export type Redemption = {
  readonly ref: OrderRef
  readonly owner: string
  readonly basket?: string
  readonly action: BasketAction
  readonly attempt: number
  lookups: number
  waiting: boolean
  again: boolean
  nextAt: TimeMs
}

/** All that the policy remembers: each part derives from the events it was shown. */
export type PolicyState = Readonly<{
  settings: PolicySettings
  tracker: OrderTracker
  risk: RiskState
  breaker: OrderErrorBreaker
  feeds: FeedWatch
  account: AccountWatch
  /** What was said last, so that it is said once. */
  said: { block: EntryBlock | undefined; tidyAt: number }
  /** Positions that can't be left for a reason that stays a while, until when. */
  exitWaits: Map<PositionKey, TimeMs>
  /** Entries of which a part is still to be sent. */
  plans: Map<PositionKey, EntryPlan>
  /** Entries that rest, by the reference of their first order. */
  resting: Map<OrderRef, RestingEntry>
  marks: Map<PositionKey, PositionMark>
  /** The last redemption of each owner and market, over or not. */
  redemptions: Map<string, Redemption>
  /** Baskets under way and the last that ended, by id. */
  baskets: Map<string, BasketRun>
}>

/** Starts with nothing remembered. */
export const createPolicyState = (settings: PolicySettings): PolicyState => ({
  settings,
  tracker: createOrderTracker(),
  risk: createRiskState(settings.limits),
  breaker: createOrderErrorBreaker(settings.limits.orderErrors),
  feeds: createFeedWatch(),
  account: createAccountWatch(settings.accountTolerance),
  said: { block: undefined, tidyAt: 0 },
  exitWaits: new Map(),
  plans: new Map(),
  resting: new Map(),
  marks: new Map(),
  redemptions: new Map(),
  baskets: new Map(),
})

/** Brings what is counted up to the view; every way into the policy begins with it. */
export const catchUp = (state: PolicyState, view: View): void => {
  state.tracker.adopt(view.orders, view.now)
  state.risk.update(view.now, view.ledger, (basket) => isOver(state, view, basket))
}

const isOver = (state: PolicyState, view: View, basket: string): boolean => {
  if (isActive(state.baskets.get(basket))) return false
  for (const position of view.ledger.positions.values()) {
    if (position.basket === basket) return false
  }
  return true
}

/** Names what forbids an entry of a kind now, the most lasting first. */
export const entryBlock = (
  state: PolicyState,
  view: View,
  of: EntryKind = 'position',
): EntryBlock | undefined => {
  const own = state.risk.blocked(view.now, of)
  if (own === 'killed' || own === 'daily-loss-limit') return own
  if (state.account.halted().length > 0) return 'foreign-activity'
  if (own === 'paused') return own
  if (state.breaker.blocked(view.now)) return 'order-error-rate'
  if (state.feeds.isBlind(state.settings.limits.maxStalePercent, tokensAtStake(state, view))) {
    return 'stale-feed'
  }
  return own
}

function* tokensAtStake(state: PolicyState, view: View): Iterable<TokenId> {
  for (const { token } of view.ledger.positions.values()) yield token
  for (const { state: order } of state.tracker.live()) yield order.intent.token
}

/** Gathers what the limits are compared with, orders of this very event included. */
export const riskFacts = (
  state: PolicyState,
  view: View,
  of: EntryKind = 'position',
): RiskFacts => {
  const live = state.tracker.mayTrade().map((order) => order.state)
  const baskets = basketExposures(state)
  let reserved = 0
  for (const order of live) if (order.intent.side === 'buy') reserved += stillCosts(view, order)
  return {
    limits: state.settings.limits,
    now: view.now,
    blocked: entryBlock(state, view, of),
    tradesThisHour: state.risk.tradesThisHour(view.now, state.tracker.givenBack),
    exposure: exposureOf(view, live, baskets),
    freeCash: Math.max(0, totalCash(view.ledger) - reserved - cashStillNeeded(view, state)),
    eventLoss: (event, token) => eventLoss(view, event, live, baskets, token),
  }
}

/** Live orders of one owner in one token. */
export const liveOrdersOf = (
  state: PolicyState,
  owner: string,
  token: string,
): readonly TrackedOrder[] =>
  state.tracker
    .live()
    .filter(({ state: { intent } }) => intent.owner === owner && intent.token === token)

/** Shares of the one mirrored book that own orders under way are about to take, so that none is counted twice. */
export const claimedDepth = (
  state: PolicyState,
  view: View,
  order: Pick<OrderIntent, 'token' | 'market' | 'side'>,
): number => {
  const tokens = view.market(order.market)?.tokens ?? []
  let shares = 0
  for (const { state: each } of state.tracker.live()) {
    const { intent, filled } = each
    if (intent.postOnly || !tokens.includes(intent.token)) continue
    const same = intent.token === order.token ? order.side : order.side === 'buy' ? 'sell' : 'buy'
    if (intent.side === same) shares += Math.max(0, intent.shares - filled.size)
  }
  return shares
}

/** Live orders of ours that an order would meet on the one mirrored book. */
export const ownCrossing = (
  state: PolicyState,
  view: View,
  order: Pick<OrderIntent, 'token' | 'market' | 'side' | 'limit'>,
): readonly TrackedOrder[] => {
  const tokens = view.market(order.market as MarketId)?.tokens ?? []
  return state.tracker.live().filter(({ state: { intent } }) => {
    const buying = order.side === 'buy'
    if (intent.token === order.token) {
      if (intent.side === order.side) return false
      return buying ? intent.limit <= order.limit : intent.limit >= order.limit
    }
    if (!tokens.includes(intent.token) || intent.side !== order.side) return false
    const sum = intent.limit + order.limit
    return buying ? sum >= 10_000 : sum <= 10_000
  })
}

/** Cancels own orders, each once; from then on it is asked for again until it is over. */
export const cancelOwn = (orders: readonly TrackedOrder[], now: TimeMs): Outcome[] =>
  orders
    .filter((order) => order.cancels === 0)
    .map((order) => {
      order.cancels = 1
      order.cancelAt = now
      order.nextCareAt = timeMs(now + FIRST_CANCEL_AGAIN_MS)
      return { kind: 'cancel', ref: order.state.intent.ref }
    })

const FIRST_CANCEL_AGAIN_MS = 2_000

/** Remembers an approved order and commands it. */
export const submit = (
  state: PolicyState,
  order: Approved<OrderIntent>,
  at: TimeMs,
  trade: string,
  cancelAt?: TimeMs,
): Command => {
  state.tracker.add(order, at, trade, cancelAt)
  state.breaker.began(order.ref, at)
  return { kind: 'submit', order }
}
