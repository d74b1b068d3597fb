import type {
  BookSide,
  MarketId,
  OrderId,
  Price,
  Size,
  TimeInForce,
  TimeMs,
  TokenId,
} from '@bot/core'
import type { SimOrder, SimOrderStatus } from './sim-order.js'

/**
 * An order as its one owner, the matcher, holds it.
 *
 * `yesSide` and `yesPrice` place it in the market's one book: buying NO at p is selling YES at 1 − p. `arrival` orders
 * the queue at a price.
 */
export type OpenOrder = {
  readonly id: OrderId
  readonly owner: string
  readonly market: MarketId
  readonly token: TokenId
  readonly outcome: 0 | 1
  readonly side: 'buy' | 'sell'
  readonly shares: Size
  readonly limit: Price
  readonly tif: TimeInForce
  readonly postOnly: boolean
  readonly expiresAt: TimeMs | undefined
  readonly createdAt: TimeMs
  readonly yesSide: BookSide
  readonly yesPrice: number
  readonly trades: string[]
  arrival: number
  filled: number
  remaining: number
  status: SimOrderStatus
  resting: boolean
  endReason: string | undefined
  /** Set while the market's taker delay holds the order. */
  delay: Readonly<{ until: TimeMs; maxNotional: number | undefined }> | undefined
  previous: OpenOrder | undefined
  next: OpenOrder | undefined
}

/** Copies what others may see of an order. */
export const showOrder = (order: OpenOrder): SimOrder => ({
  id: order.id,
  owner: order.owner,
  market: order.market,
  token: order.token,
  side: order.side,
  shares: order.shares,
  limit: order.limit,
  tif: order.tif,
  postOnly: order.postOnly,
  ...(order.expiresAt === undefined ? {} : { expiresAt: order.expiresAt }),
  createdAt: order.createdAt,
  filled: order.filled as Size,
  status: order.status,
  ...(order.endReason === undefined ? {} : { endReason: order.endReason }),
  ...(order.delay === undefined ? {} : { delayedUntil: order.delay.until }),
  trades: [...order.trades],
})
