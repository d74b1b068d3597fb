import type { Size, TimeMs, Usd } from '@bot/core'
import { type AccountState, accountOf, reserve } from './accounts.js'
import { applyMatch, forgetLater } from './apply-match.js'
import { publishChanges, type TouchedLevels, touchLevel } from './book-changes.js'
import { type ExchangeState, type MarketState, schedule } from './exchange-state.js'
import { NOTHING } from './nothing.js'
import { type OpenOrder, showOrder } from './open-order.js'
import type { MatchPlan } from './plan-match.js'
import { enqueue } from './price-queues.js'
import { endOrders } from './remove-order.js'
import { startSettlement } from './settle-trade.js'
import type { PlaceResult, SimTrade } from './sim-order.js'

/** An order that is about to meet the book. */
export type Execution = Readonly<{
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
  if (plan.passed.length > 0) endOrders(state, plan.passed, 'cancelled', 'self-trade')
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

/** Rests a crossing order unmatched for a while. */
export const restLagging = (
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
  return { outcome: 'live', ...NOTHING }
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
