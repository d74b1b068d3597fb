import { formatPrice, formatUsd, notional, type Usd } from '@bot/core'
import type { NewOrder, PlaceResult } from '../../exchange/sim-order.js'
import type { ServerContext } from '../server-context.js'

/**
 * The venue's text for an order that the matcher did not take, or killed.
 *
 * @see the protocol sheet, 4.7
 */
export const refusalText = (
  context: ServerContext,
  order: NewOrder,
  reason: PlaceResult['reason'],
): string => {
  switch (reason) {
    case 'market-not-open':
      return 'the market is not yet ready to process new orders'
    case 'off-tick':
      return `order ${order.id} is invalid. Price (${formatPrice(order.limit)}) breaks minimum tick size rule`
    case 'below-minimum-size':
      return `order ${order.id} is invalid. Size lower than the minimum`
    case 'below-minimum-amount':
      return `invalid amount for a marketable BUY order ($${formatUsd(amountOf(order) as Usd)}), min size: $1`
    case 'not-enough-balance':
      return shortageText(context, order)
    case 'post-only-crosses':
      return 'invalid post-only order: order crosses book'
    case 'duplicate-order':
      return `order ${order.id} is invalid. Duplicated.`
    case 'invalid-expiration':
      return 'invalid expiration'
    case 'fok-not-filled':
      return "order couldn't be fully filled. FOK orders are fully filled or killed."
    case 'fak-no-match':
      return 'no orders found to match with FAK order. FAK orders are partially filled or killed if no match is found.'
    default:
      return 'Invalid order payload'
  }
}

const amountOf = (order: NewOrder): number =>
  order.side === 'sell'
    ? order.shares
    : (order.maxNotional ?? notional(order.shares, order.limit, 'up'))

const shortageText = (context: ServerContext, order: NewOrder): string => {
  const own = context.exchange.balances(order.owner)
  const sells = order.side === 'sell'
  const balance = sells ? (own.holdings.get(order.token) ?? 0) : own.cash
  const active = sells ? (own.reservedHoldings.get(order.token) ?? 0) : own.reserved
  const sum = active > 0 ? `, sum of active orders: ${active}` : ''
  return `not enough balance / allowance: the balance is not enough -> balance: ${balance}${sum}, order amount: ${amountOf(order)}`
}
