import { type AccountState, accountOf, freeCash, freeShares } from './accounts.js'
import { forgetLater } from './apply-match.js'
import { publishChanges, type TouchedLevels } from './book-changes.js'
import { findKill } from './check-order.js'
import { type ExchangeState, type MarketState, skewOf } from './exchange-state.js'
import { execute } from './execute-order.js'
import { NOTHING } from './nothing.js'
import { type OpenOrder, showOrder } from './open-order.js'
import { type MatchPlan, planFor } from './plan-match.js'
import { takeOff } from './remove-order.js'
import type { PlaceResult, UnmatchedReason } from './sim-order.js'

/** Ends a lag: the order is matched as if it came now, and what is left of it rests last at its price. */
export const endLag = (state: ExchangeState, order: OpenOrder): void => {
  if (order.resting) matchLate(state, order, undefined)
}

/** Ends a taker delay, and tells what the order came to. */
export const endDelay = (state: ExchangeState, order: OpenOrder): void => {
  if (order.delay === undefined) return
  const result = matchLate(state, order, order.delay.maxNotional)
  state.emit({ type: 'delay-ended', at: state.now, order: showOrder(order), result })
}

const matchLate = (
  state: ExchangeState,
  order: OpenOrder,
  maxNotional: number | undefined,
): PlaceResult => {
  const market = state.markets.get(order.market)
  if (market === undefined) return { outcome: 'unmatched', ...NOTHING }
  const touched: TouchedLevels = []
  takeOff(state, market, order, touched)
  const plan = planFor(state, market, order, maxNotional)
  const account = accountOf(state.accounts, order.owner)
  const problem = findProblem(state, { market, order, plan, account })
  if (problem !== undefined) return end(state, { market, order, touched, problem })
  order.arrival = ++state.counters.arrival
  return execute(state, market, { open: order, plan, account, announce: 'update', touched })
}

type LateProblem = UnmatchedReason | 'market-not-open' | 'invalid-expiration' | 'not-enough-balance'

type Late = Readonly<{
  market: MarketState
  order: OpenOrder
  plan: MatchPlan
  account: AccountState
}>

const findProblem = (
  state: ExchangeState,
  { market, order, plan, account }: Late,
): LateProblem | undefined => {
  if (market.shown.status !== 'open') return 'market-not-open'
  const expiry = (order.expiresAt ?? Number.POSITIVE_INFINITY) - state.rules.expiryLeadMs
  if (expiry <= state.now + skewOf(state)) return 'invalid-expiration'
  const covered =
    order.side === 'buy'
      ? plan.money + plan.fee <= freeCash(account)
      : freeShares(account, order.token) >= plan.size
  return covered ? findKill(order, plan) : 'not-enough-balance'
}

type Ending = Readonly<{
  market: MarketState
  order: OpenOrder
  touched: TouchedLevels
  problem: LateProblem
}>

const end = (state: ExchangeState, { market, order, touched, problem }: Ending): PlaceResult => {
  const isKilled = problem === 'fok-not-filled' || problem === 'fak-no-match'
  const isExpired = problem === 'invalid-expiration'
  const reason = isExpired ? 'expired' : problem
  order.status = isKilled ? 'unmatched' : isExpired ? 'expired' : 'cancelled'
  order.endReason = reason
  forgetLater(state, order)
  publishChanges(state, market, touched)
  state.emit({
    type: 'order',
    at: state.now,
    change: 'cancellation',
    order: showOrder(order),
    reason,
  })
  return { outcome: isKilled ? 'unmatched' : 'refused', reason: problem, ...NOTHING }
}
