import {
  isOnTick,
  type MarketId,
  notional,
  PRICE_ONE,
  type Size,
  type TimeMs,
  USD_ONE,
  type Usd,
} from '@bot/core'
import { type AccountState, accountOf, freeCash, freeShares, reserve } from './accounts.js'
import { applyMatch, forgetLater } from './apply-match.js'
import { publishChanges, type TouchedLevels, touchLevel } from './book-changes.js'
import { type ExchangeState, type MarketState, schedule, skewOf } from './exchange-state.js'
import { type OpenOrder, showOrder } from './open-order.js'
import { type MatchPlan, planMatch } from './plan-match.js'
import { enqueue } from './price-queues.js'
import { startSettlement } from './settle-trade.js'
import { shortageOf } from './shortage.js'
import type {
  NewOrder,
  PlaceResult,
  RefusalReason,
  SimTrade,
  UnmatchedReason,
} from './sim-order.js'

/** Checks, matches and perhaps rests an order. */
export const placeOrder = (state: ExchangeState, order: NewOrder): PlaceResult => {
  const found = state.tokens.get(order.token)
  if (found === undefined) return refuse('unknown-token')
  const { market, outcome } = found
  const reason = findRefusal(state, market, order)
  if (reason !== undefined) return refuse(reason)
  const open = openOrder(state, market, order, outcome)
  const plan = planMatch(market, open, order.maxNotional)
  const account = accountOf(state.accounts, order.owner)
  const short = findShortage(account, order, plan)
  if (short === 'not-enough-balance') return refuseShort(account, order)
  if (short !== undefined) return refuse(short)
  if (isPhantomRefusal(state, order, market.shown.id)) return refusePhantom(account, order)
  if (order.postOnly && plan.fills.length > 0) return refuse('post-only-crosses')
  const killed = findKill(order, plan)
  if (killed !== undefined) return kill(state, open, killed)
  open.arrival = ++state.counters.arrival
  state.orders.set(open.id, open)
  if (open.expiresAt !== undefined) {
    const venueNow = state.now + skewOf(state)
    schedule(state, open.expiresAt - state.expiryLeadMs - venueNow, 'expire', open.id)
  }
  const lag = lagOf(state, open, plan)
  if (lag !== undefined) return restLagging(state, market, open, lag)
  return execute(state, market, { open, plan, account, announce: 'placement' })
}

const findRefusal = (
  state: ExchangeState,
  market: MarketState,
  order: NewOrder,
): RefusalReason | undefined => {
  const { tick, minimumSize, status } = market.shown
  if (status !== 'open') return 'market-not-open'
  if (state.orders.has(order.id)) return 'duplicate-order'
  if (!isOnTick(order.limit, tick)) return 'off-tick'
  if (!Number.isSafeInteger(order.shares) || order.shares <= 0) return 'invalid-order'
  const taking = order.tif === 'fok' || order.tif === 'fak'
  if (taking && order.postOnly) return 'invalid-order'
  if (order.maxNotional !== undefined) {
    if (!taking || order.side === 'sell' || order.maxNotional <= 0) return 'invalid-order'
  } else if (order.shares < minimumSize) return 'below-minimum-size'
  if (order.tif === 'gtd') {
    const lives = (order.expiresAt ?? 0) - state.expiryLeadMs > state.now + skewOf(state)
    return lives ? undefined : 'invalid-expiration'
  }
  return order.expiresAt === undefined ? undefined : 'invalid-expiration'
}

/** The venue wants the whole order at its limit, and what it takes at once with its fee, to be there. */
const findShortage = (
  account: AccountState,
  order: NewOrder,
  plan: MatchPlan,
): RefusalReason | undefined => {
  if (order.side === 'sell') {
    const cashAfter = freeCash(account) + plan.money - plan.fee
    return freeShares(account, order.token) < order.shares || cashAfter < 0
      ? 'not-enough-balance'
      : undefined
  }
  const whole = order.maxNotional ?? notional(order.shares, order.limit, 'up')
  if (plan.fills.length > 0 && whole < USD_ONE) return 'below-minimum-amount'
  const rests = order.tif === 'gtc' || order.tif === 'gtd' ? order.shares - plan.size : 0
  const now = plan.money + plan.fee + notional(rests as Size, order.limit, 'up')
  return Math.max(whole, now) > freeCash(account) ? 'not-enough-balance' : undefined
}

const findKill = (order: NewOrder, plan: MatchPlan): UnmatchedReason | undefined => {
  if (order.tif === 'fok' && !plan.complete) return 'fok-not-filled'
  return order.tif === 'fak' && plan.fills.length === 0 ? 'fak-no-match' : undefined
}

const nothing = { filled: 0 as Size, notional: 0 as Usd, fee: 0 as Usd, fills: [] }

const refuse = (reason: RefusalReason): PlaceResult => ({ outcome: 'refused', reason, ...nothing })

const refuseShort = (account: AccountState, order: NewOrder): PlaceResult => ({
  ...refuse('not-enough-balance'),
  shortage: shortageOf(account, order),
})

/** On the venue it comes from a count of matched orders that drifted: here it is as high as the whole balance. */
const refusePhantom = (account: AccountState, order: NewOrder): PlaceResult => {
  const shortage = shortageOf(account, order)
  return {
    ...refuse('not-enough-balance'),
    shortage: { ...shortage, matchedOrders: shortage.balance },
  }
}

const isPhantomRefusal = (state: ExchangeState, order: NewOrder, market: MarketId): boolean => {
  const occasion = { now: state.now, key: order.id, owners: [order.owner], market }
  return state.faults.take('phantom-refusal', occasion) !== undefined
}

const kill = (state: ExchangeState, open: OpenOrder, reason: UnmatchedReason): PlaceResult => {
  open.status = 'unmatched'
  state.orders.set(open.id, open)
  forgetLater(state, open)
  return { outcome: 'unmatched', reason, ...nothing }
}

const openOrder = (
  state: ExchangeState,
  market: MarketState,
  order: NewOrder,
  outcome: 0 | 1,
): OpenOrder => ({
  id: order.id,
  owner: order.owner,
  market: market.shown.id,
  token: order.token,
  outcome,
  side: order.side,
  shares: order.shares,
  limit: order.limit,
  tif: order.tif,
  postOnly: order.postOnly,
  expiresAt: order.expiresAt,
  createdAt: state.now,
  yesSide: (order.side === 'buy') === (outcome === 0) ? 'bid' : 'ask',
  yesPrice: outcome === 0 ? order.limit : PRICE_ONE - order.limit,
  trades: [],
  arrival: 0,
  filled: 0,
  remaining: order.shares,
  status: 'live',
  resting: false,
  previous: undefined,
  next: undefined,
})

/** Returns for how long a crossing order lags, if it does. */
const lagOf = (state: ExchangeState, open: OpenOrder, plan: MatchPlan): number | undefined => {
  if (plan.fills.length === 0 || (open.tif !== 'gtc' && open.tif !== 'gtd')) return undefined
  const { owner, market } = open
  const occasion = { now: state.now, key: open.arrival, owners: [owner], market }
  return state.faults.take('matcher-lag', occasion)?.millis
}

const restLagging = (
  state: ExchangeState,
  market: MarketState,
  open: OpenOrder,
  lagMs: number,
): PlaceResult => {
  const touched: TouchedLevels = []
  rest(state, market, open, touched)
  schedule(state, lagMs, 'match', open.id)
  publishChanges(state, market, touched)
  state.emit({ type: 'order', at: state.now, change: 'placement', order: showOrder(open) })
  return { outcome: 'live', ...nothing }
}

type Execution = Readonly<{
  open: OpenOrder
  plan: MatchPlan
  account: AccountState
  announce: 'placement' | 'update'
  /** Levels that changed before the match. */
  touched?: TouchedLevels
}>

/** Applies a plan, rests what is left of a resting order, and tells everyone: the book first, then the trade. */
export const execute = (
  state: ExchangeState,
  market: MarketState,
  execution: Execution,
): PlaceResult => {
  const { open, plan, account, announce } = execution
  const touched: TouchedLevels = execution.touched ?? []
  const trade = plan.fills.length === 0 ? undefined : applyMatch(state, market, open, plan, touched)
  if (trade !== undefined) startSettlement(state, trade)
  const rests = open.remaining > 0 && (open.tif === 'gtc' || open.tif === 'gtd')
  if (rests) rest(state, market, open, touched)
  else {
    open.status = 'matched'
    account.open.delete(open.id)
    forgetLater(state, open)
  }
  publishChanges(state, market, touched)
  announceMatch(state, open, trade, announce)
  return {
    outcome: rests ? 'live' : 'matched',
    filled: plan.size as Size,
    notional: plan.money as Usd,
    fee: plan.fee as Usd,
    fills: trade === undefined ? [] : [trade],
  }
}

const rest = (
  state: ExchangeState,
  market: MarketState,
  open: OpenOrder,
  touched: TouchedLevels,
): void => {
  const account = accountOf(state.accounts, open.owner)
  reserve(account, open, open.remaining, 1)
  account.open.set(open.id, open)
  enqueue(open.yesSide === 'bid' ? market.bids : market.asks, open)
  touchLevel(touched, open.yesSide, open.yesPrice)
  open.resting = true
}

const announceMatch = (
  state: ExchangeState,
  open: OpenOrder,
  trade: SimTrade | undefined,
  change: 'placement' | 'update',
): void => {
  if (!state.heard()) return
  const at: TimeMs = state.now
  if (trade !== undefined) state.emit({ type: 'trade', at, trade })
  state.emit({ type: 'order', at, change, order: showOrder(open) })
  for (const maker of trade?.makers ?? []) {
    const order = state.orders.get(maker.order)
    if (order !== undefined)
      state.emit({ type: 'order', at, change: 'update', order: showOrder(order) })
  }
}
