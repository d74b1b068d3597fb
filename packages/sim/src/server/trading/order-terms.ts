import {
  formatPrice,
  formatSize,
  isOnTick,
  PRICE_ONE,
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
const PRICE_UNITS = BigInt(PRICE_ONE)
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
  const isTaker = order.orderType === 'FOK' || order.orderType === 'FAK'
  const amounts = { cash, shares, buys }
  const limit = isTaker ? takerLimit(amounts, market.tick) : nearestPrice(amounts)
  const problem = isTaker ? takerProblem(order) : restingProblem(id, shares, market)
  if (problem !== undefined) return problem
  const fits = isTaker ? fitsTaker(amounts, limit) : fitsExactly(amounts, limit)
  if (!fits || !isOnTick(limit, market.tick)) return breaksTick(id, nearestPrice(amounts), market)
  const expiry = readExpiry(order, nowSeconds)
  if (expiry === 'invalid') return 'invalid expiration'
  return {
    shares,
    limit,
    ...(expiry === 'none' ? {} : { expiresAt: (expiry * 1000) as TimeMs }),
    ...(isTaker && buys ? { maxNotional: cash } : {}),
  }
}

type Amounts = Readonly<{ cash: number; shares: number; buys: boolean }>

const nearestPrice = ({ cash, shares }: Amounts): Price =>
  Math.round((cash / shares) * PRICE_ONE) as Price

/** Size and price of a limit order have few decimals, so that their product is exact. */
const fitsExactly = ({ cash, shares }: Amounts, limit: Price): boolean =>
  BigInt(cash) * PRICE_UNITS === BigInt(shares) * BigInt(limit)

/**
 * What a market order takes is rounded down, so that its amounts say slightly more (a buy) or less (a sale) than the
 * limit that was meant: the next price on the grid towards it.
 */
const takerLimit = ({ cash, shares, buys }: Amounts, tick: Price): Price => {
  const step = BigInt(shares) * BigInt(tick)
  const steps = (BigInt(cash) * PRICE_UNITS + (buys ? 0n : step - 1n)) / step
  return (Number(steps) * tick) as Price
}

/** Tells whether what is taken differs from that of the limit by no more than its last decimal. */
const fitsTaker = ({ cash, shares, buys }: Amounts, limit: Price): boolean => {
  const gap = BigInt(cash) * PRICE_UNITS - BigInt(shares) * BigInt(limit)
  const unit = BigInt(TAKER_UNIT + 1) * (buys ? BigInt(limit) : PRICE_UNITS)
  return gap <= unit && gap >= -unit
}

const restingProblem = (id: string, shares: Size, market: SimMarket): string | undefined => {
  if (shares % LOT !== 0) {
    return `Size ${formatSize(shares)} has ${decimalsOf(shares)} decimal places. Maximum lot size is 2`
  }
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
