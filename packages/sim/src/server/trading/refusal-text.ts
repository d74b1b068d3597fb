import { formatPrice, formatSize, formatUsd, notional, type Usd } from '@bot/core'
import type { SimMarket } from '../../exchange/sim-market.js'
import type { NewOrder, PlaceResult } from '../../exchange/sim-order.js'

/**
 * The venue's text for an order that the matcher did not take, or killed.
 *
 * @see the protocol sheet, 4.7
 */
export const refusalText = (
  order: NewOrder,
  { reason, shortage }: PlaceResult,
  market: SimMarket | undefined,
): string => {
  switch (reason) {
    case 'market-not-open':
      return 'the market is not yet ready to process new orders'
    case 'off-tick':
      return `order ${order.id} is invalid. Price (${formatPrice(order.limit)}) breaks minimum tick size rule: ${market === undefined ? '' : formatPrice(market.tick)}`
    case 'below-minimum-size':
      return `order ${order.id} is invalid. Size (${formatSize(order.shares)}) lower than the minimum: ${market === undefined ? '' : formatSize(market.minimumSize)}`
    case 'below-minimum-amount':
      return `invalid amount for a marketable BUY order ($${formatUsd(amountOf(order))}), min size: $1`
    case 'not-enough-balance':
      return shortageText(shortage)
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

const amountOf = (order: NewOrder): Usd =>
  order.maxNotional ?? notional(order.shares, order.limit, 'up')

const shortageText = (shortage: PlaceResult['shortage']): string => {
  if (shortage === undefined) return 'not enough balance / allowance'
  const { balance, activeOrders, matchedOrders, order } = shortage
  const active = activeOrders > 0 ? `, sum of active orders: ${activeOrders}` : ''
  const matched = matchedOrders > 0 ? `, sum of matched orders: ${matchedOrders}` : ''
  return `not enough balance / allowance: the balance is not enough -> balance: ${balance}${active}${matched}, order amount: ${order}`
}
