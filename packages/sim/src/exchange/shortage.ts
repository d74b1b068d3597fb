import { notional } from '@bot/core'
import type { AccountState } from './accounts.js'
import type { NewOrder, Shortage } from './sim-order.js'

/** Returns the figures that the venue names when an order is not covered. */
export const shortageOf = (account: AccountState, order: NewOrder): Shortage => {
  if (order.side === 'sell') {
    const { token } = order
    const count = (counts: ReadonlyMap<typeof token, number>): number => counts.get(token) ?? 0
    const matchedOrders = count(account.outgoing)
    return {
      balance: count(account.holdings) - count(account.incoming) + matchedOrders,
      activeOrders: count(account.reservedHoldings),
      matchedOrders,
      order: order.shares,
      ...(account.sharesAllowed ? {} : { allowance: 0 }),
    }
  }
  return {
    balance: account.cash - account.incomingCash + account.outgoingCash,
    activeOrders: account.reserved,
    matchedOrders: account.outgoingCash,
    order: order.maxNotional ?? notional(order.shares, order.limit, 'up'),
    ...(account.cashAllowance === 'unlimited' ? {} : { allowance: account.cashAllowance }),
  }
}
