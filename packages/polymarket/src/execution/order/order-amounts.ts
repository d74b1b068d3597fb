import { notional, type Price, type Size, type Usd } from '@bot/core'

/** What an order gives and wants, in base units of six decimals. */
export type OrderAmounts = Readonly<{ makerAmount: number; takerAmount: number; dollars: Usd }>

/**
 * Computes an order's amounts exactly; `undefined` when `shares × limit` is no whole number of micro-dollars, so that
 * the amounts would say another price.
 */
export const orderAmounts = (
  side: 'buy' | 'sell',
  shares: Size,
  limit: Price,
): OrderAmounts | undefined => {
  const dollars = notional(shares, limit, 'down')
  if (dollars !== notional(shares, limit, 'up')) return undefined
  return side === 'buy'
    ? { makerAmount: dollars, takerAmount: shares, dollars }
    : { makerAmount: shares, takerAmount: dollars, dollars }
}
