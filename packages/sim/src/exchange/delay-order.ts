import type { TimeMs } from '@bot/core'
import { accountOf, reserve } from './accounts.js'
import { type ExchangeState, schedule } from './exchange-state.js'
import { type OpenOrder, showOrder } from './open-order.js'

/** Holds an order back, off the book, with all that it needs reserved. */
export const startDelay = (
  state: ExchangeState,
  order: OpenOrder,
  { millis, maxNotional }: Readonly<{ millis: number; maxNotional: number | undefined }>,
): void => {
  order.delay = { until: (state.now + millis) as TimeMs, maxNotional }
  holdDelayed(state, order)
  schedule(state, millis, 'delay-end', order.id)
  state.emit({ type: 'order', at: state.now, change: 'placement', order: showOrder(order) })
}

/** Reserves what a delayed order needs, and counts it as open. */
export const holdDelayed = (state: ExchangeState, order: OpenOrder): void => {
  const account = accountOf(state.accounts, order.owner)
  reserve(account, order, order.remaining, 1)
  account.open.set(order.id, order)
  state.delayed.add(order)
}
