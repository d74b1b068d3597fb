import { accountOf, freeCash, freeShares } from './accounts.js'
import { forgetLater } from './apply-match.js'
import type { TouchedLevels } from './book-changes.js'
import { publishChanges } from './book-changes.js'
import type { DueKind, ExchangeState } from './exchange-state.js'
import { findEntry, replaceEntry } from './history.js'
import { type OpenOrder, showOrder } from './open-order.js'
import { execute } from './place-order.js'
import { planMatch } from './plan-match.js'
import { endOrders, takeOff } from './remove-order.js'
import type { SimTrade } from './sim-order.js'
import type { Due } from './time-queue.js'

/** Does what has become due. What it was about may be gone: then nothing happens. */
export const runDue = (state: ExchangeState, due: Due<DueKind>): void => {
  if (due.kind === 'mine') settleTrade(state, due.id, 'mined')
  else if (due.kind === 'confirm') settleTrade(state, due.id, 'confirmed')
  else {
    const order = state.orders.get(due.id as OpenOrder['id'])
    if (order === undefined || !order.resting) return
    if (due.kind === 'expire') endOrders(state, [order], 'expired', 'expired')
    else matchLagging(state, order)
  }
}

const settleTrade = (state: ExchangeState, id: string, status: SimTrade['status']): void => {
  const trade = findEntry(state.trades, id)
  if (trade === undefined) return
  const next: SimTrade = { ...trade, status, updatedAt: state.now }
  replaceEntry(state.trades, next)
  state.emit({ type: 'trade-status', at: state.now, id, status, trade: next })
}

/** Ends a lag: the order is matched as if it came now, and what is left of it rests last at its price. */
const matchLagging = (state: ExchangeState, order: OpenOrder): void => {
  const market = state.markets.get(order.market)
  if (market === undefined) return
  const touched: TouchedLevels = []
  takeOff(state, market, order, touched)
  const plan = planMatch(market, order, undefined)
  const account = accountOf(state.accounts, order.owner)
  const covered =
    order.side === 'buy'
      ? plan.money + plan.fee <= freeCash(account)
      : freeShares(account, order.token) >= plan.size
  if (covered) {
    order.arrival = ++state.counters.arrival
    execute(state, market, { open: order, plan, account, announce: 'update', touched })
    return
  }
  order.status = 'cancelled'
  forgetLater(state, order)
  publishChanges(state, market, touched)
  state.emit({
    type: 'order',
    at: state.now,
    change: 'cancellation',
    order: showOrder(order),
    reason: 'not-enough-balance',
  })
}
