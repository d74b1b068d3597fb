import {
  formatPrice,
  formatSize,
  isOnTick,
  type Price,
  SIZE_ONE,
  type Size,
  type TimeMs,
} from '@bot/core'
import type { SimMarket } from '../../exchange/sim-market.js'
import type { PostedOrder } from './parse-order.js'

/** What an order means to the matcher. `maxNotional` spends dollars instead of buying a number of shares. */
export type OrderTerms = Readonly<{
  shares: Size
  limit: Price
  expiresAt?: TimeMs
  maxNotional?: number
}>

const CENT = 10_000
const LOT = 10_000
const TAKER_UNIT = 100
/** A `GTD` order must be asked for at least this long. */
const MIN_LIFE_SECONDS = 180

/**
 * Checks an order by the venue's rules of form and derives its limit and size; a text is the refusal.
 *
 * @see the protocol sheet, 4.6 and 4.7
 */
export const orderTerms = (
  id: string,
  order: PostedOrder,
  market: SimMarket,
  nowSeconds: number,
): OrderTerms | string => {
  const buys = order.side === 'buy'
  const cash = buys ? order.makerAmount : order.takerAmount
  const shares = (buys ? order.takerAmount : order.makerAmount) as Size
  if (cash <= 0 || shares <= 0) return 'Invalid order payload'
  const limit = Math.round((cash / shares) * 10_000) as Price
  const isTaker = order.orderType === 'FOK' || order.orderType === 'FAK'
  const problem = isTaker
    ? takerProblem(order)
    : restingProblem(id, { shares, cash, limit }, market)
  if (problem !== undefined) return problem
  if (!isOnTick(limit, market.tick)) return breaksTick(id, limit, market)
  const expiry = readExpiry(order, nowSeconds)
  if (expiry === 'invalid') return 'invalid expiration'
  return {
    shares,
    limit,
    ...(expiry === 'none' ? {} : { expiresAt: (expiry * 1000) as TimeMs }),
    ...(isTaker && buys ? { maxNotional: cash } : {}),
  }
}

const restingProblem = (
  id: string,
  { shares, cash, limit }: Readonly<{ shares: Size; cash: number; limit: Price }>,
  market: SimMarket,
): string | undefined => {
  if (shares % LOT !== 0) {
    return `Size ${formatSize(shares)} has ${decimalsOf(shares)} decimal places. Maximum lot size is 2`
  }
  // Size and price have few decimals, so that their product is exact: any other amount is another price.
  if (BigInt(cash) * 10_000n !== BigInt(shares) * BigInt(limit))
    return breaksTick(id, limit, market)
  return shares < market.minimumSize
    ? `order ${id} is invalid. Size (${formatSize(shares)}) lower than the minimum: ${formatSize(market.minimumSize)}`
    : undefined
}

/** Market orders: at most 2 decimals of what is given and 4 of what is taken. */
const takerProblem = ({
  side,
  makerAmount,
  takerAmount,
  postOnly,
}: PostedOrder): string | undefined => {
  if (postOnly) return 'Invalid order payload'
  if (makerAmount % CENT === 0 && takerAmount % TAKER_UNIT === 0) return undefined
  return `invalid amounts, the market ${side} orders maker amount supports a max accuracy of 2 decimals, taker amount a max of 4 decimals`
}

const breaksTick = (id: string, limit: Price, market: SimMarket): string =>
  `order ${id} is invalid. Price (${formatPrice(limit)}) breaks minimum tick size rule: ${formatPrice(market.tick)}`

const decimalsOf = (shares: Size): number =>
  String(shares % SIZE_ONE)
    .padStart(6, '0')
    .replace(/0+$/, '').length

const readExpiry = (order: PostedOrder, nowSeconds: number): number | 'none' | 'invalid' => {
  if (order.orderType !== 'GTD') return order.expiration === 0 ? 'none' : 'invalid'
  return order.expiration >= nowSeconds + MIN_LIFE_SECONDS ? order.expiration : 'invalid'
}
