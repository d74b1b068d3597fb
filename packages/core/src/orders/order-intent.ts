import type { MarketId, OrderRef, TimeMs, TokenId } from '../brand.js'
import type { Price } from '../money/price.js'
import type { Size } from '../money/size.js'

/** How long an order lives: until cancelled, until a time, whole or not at all, whatever fits now. */
export type TimeInForce = 'gtc' | 'gtd' | 'fok' | 'fak'

/**
 * An order that we want, before any venue knows it.
 *
 * `owner` is the strategy or the basket id that will own the position. `expiresAt` goes with `gtd` alone. `memo` is
 * what the policy that made the order must find again after a restart, as plain JSON that core does not interpret: it
 * is journalled with the order, and no venue sees it.
 */
export type OrderIntent = Readonly<{
  ref: OrderRef
  owner: string
  basket?: string
  token: TokenId
  market: MarketId
  side: 'buy' | 'sell'
  shares: Size
  limit: Price
  tif: TimeInForce
  postOnly: boolean
  expiresAt?: TimeMs
  memo?: unknown
}>

declare const approval: unique symbol
/** Something that passed every risk limit. Its only constructor lives in the executor's risk folder. */
export type Approved<T> = T & { readonly [approval]: true }
