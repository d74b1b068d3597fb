import { accountOf, freeCash, freeShares } from './accounts.js'
import { forgetLater } from './apply-match.js'
import type { TouchedLevels } from './book-changes.js'
import { publishChanges } from './book-changes.js'
import type { DueKind, ExchangeState } from './exchange-state.js'
import { type OpenOrder, showOrder } from './open-order.js'
import { execute } from './place-order.js'
import { planMatch } from './plan-match.js'
import { endOrders, takeOff } from './remove-order.js'
import { confirmTrade, tryToMine } from './settle-trade.js'
import type { Due } from './time-queue.js'

/** Does what has become due. What it was about may be gone: then nothing happens. */
export const runDue = (state: ExchangeState, due: Due<DueKind>): void => {
  if (due.kind === 'mine') tryToMine(state, due.id, 'first')
  else if (due.kind === 'retry') tryToMine(state, due.id, 'last')
  else if (due.kind === 'confirm') confirmTrade(state, due.id)
  else {
    const order = state.orders.get(due.id as OpenOrder['id'])
    if (order === undefined || !order.resting) return
    if (due.kind === 'expire') endOrders(state, [order], 'expired', 'expired')
    else matchLagging(state, order)
  }
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
