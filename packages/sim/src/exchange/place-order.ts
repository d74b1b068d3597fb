import { type MarketId, PRICE_ONE } from '@bot/core'
import { type AccountState, accountOf } from './accounts.js'
import { forgetLater } from './apply-match.js'
import { findKill, findRefusal, findShortage } from './check-order.js'
import { startDelay } from './delay-order.js'
import { type ExchangeState, type MarketState, schedule, skewOf } from './exchange-state.js'
import { execute, restLagging } from './execute-order.js'
import { NOTHING } from './nothing.js'
import type { OpenOrder } from './open-order.js'
import { type MatchPlan, planFor } from './plan-match.js'
import { shortageOf } from './shortage.js'
import type { NewOrder, PlaceResult, RefusalReason, UnmatchedReason } from './sim-order.js'

/** Checks, matches and perhaps rests an order. */
export const placeOrder = (state: ExchangeState, order: NewOrder): PlaceResult => {
  const found = state.tokens.get(order.token)
  if (found === undefined) return refuse('unknown-token')
  const { market, outcome } = found
  const reason = findRefusal(state, market, order)
  if (reason !== undefined) return refuse(reason)
  const open = openOrder(state, market, order, outcome)
  const plan = planFor(state, market, open, order.maxNotional)
  const account = accountOf(state.accounts, order.owner)
  const refused = refuseByBook(state, { account, order, plan, market: market.shown.id })
  if (refused !== undefined) return refused
  const killed = findKill(order, plan)
  if (killed !== undefined) return kill(state, open, killed)
  enter(state, open)
  return takeIn(state, market, { order, open, plan, account })
}

type Placing = Readonly<{
  order: NewOrder
  open: OpenOrder
  plan: MatchPlan
  account: AccountState
}>

/** Holds the order when the market or a fault delays it, and executes it otherwise. */
const takeIn = (state: ExchangeState, market: MarketState, placing: Placing): PlaceResult => {
  const { order, open, plan, account } = placing
  const { takerDelay } = market.shown
  if (takerDelay !== undefined && plan.fills.length > 0) {
    startDelay(state, open, { millis: takerDelay.millis, maxNotional: order.maxNotional })
    return { outcome: 'delayed', ...NOTHING }
  }
  const lagMs = lagOf(state, open, plan)
  if (lagMs !== undefined) return restLagging(state, market, open, lagMs)
  return execute(state, market, { open, plan, account, announce: 'placement' })
}

type Meeting = Readonly<{
  account: AccountState
  order: NewOrder
  plan: MatchPlan
  market: MarketId
}>

const refuseByBook = (
  state: ExchangeState,
  { account, order, plan, market }: Meeting,
): PlaceResult | undefined => {
  const short = findShortage(account, order, plan)
  const shortage = (): PlaceResult['shortage'] => shortageOf(account, order)
  if (short === 'not-enough-balance') return refuse(short, shortage())
  if (short !== undefined) return refuse(short)
  const crosses = plan.fills.length > 0 || plan.passed.length > 0
  if (order.postOnly && crosses) return refuse('post-only-crosses')
  if (state.faults.isEmpty()) return undefined
  const occasion = { now: state.now, key: order.id, owners: [order.owner], market }
  if (state.faults.take('phantom-refusal', occasion) === undefined) return undefined
  // On the venue it comes from a count of matched orders that drifted: here it is as high as the whole balance.
  const actual = shortageOf(account, order)
  return refuse('not-enough-balance', { ...actual, matchedOrders: actual.balance })
}

const refuse = (reason: RefusalReason, shortage?: PlaceResult['shortage']): PlaceResult => ({
  outcome: 'refused',
  reason,
  ...NOTHING,
  ...(shortage === undefined ? {} : { shortage }),
})

const kill = (state: ExchangeState, open: OpenOrder, reason: UnmatchedReason): PlaceResult => {
  open.status = 'unmatched'
  open.endReason = reason
  state.orders.set(open.id, open)
  forgetLater(state, open)
  return { outcome: 'unmatched', reason, ...NOTHING }
}

/** From here on the order is known, and its id is taken. */
const enter = (state: ExchangeState, open: OpenOrder): void => {
  open.arrival = ++state.counters.arrival
  state.orders.set(open.id, open)
  if (open.expiresAt === undefined) return
  const venueNow = state.now + skewOf(state)
  schedule(state, open.expiresAt - state.rules.expiryLeadMs - venueNow, 'expire', open.id)
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
  endReason: undefined,
  delay: undefined,
  previous: undefined,
  next: undefined,
})

/** Returns for how long the matcher-lag fault lets a crossing order rest unmatched, if it strikes. */
const lagOf = (state: ExchangeState, open: OpenOrder, plan: MatchPlan): number | undefined => {
  if (state.faults.isEmpty() || plan.fills.length === 0) return undefined
  if (open.tif !== 'gtc' && open.tif !== 'gtd') return undefined
  const { owner, market } = open
  const occasion = { now: state.now, key: open.arrival, owners: [owner], market }
  return state.faults.take('matcher-lag', occasion)?.millis
}
