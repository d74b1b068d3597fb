import type { MarketId, TimeMs, TokenId } from '../brand.js'
import type { Price } from '../money/price.js'
import type { Size } from '../money/size.js'
import type { Usd } from '../money/usd.js'

/** One order of a basket; `limit` is the worst price. */
export type Leg = Readonly<{
  token: TokenId
  market: MarketId
  side: 'buy' | 'sell'
  shares: Size
  limit: Price
}>

/**
 * A protocol action on `shares` complete sets.
 *
 * `split` and `merge` name one market; `convert` names the markets whose NO is handed over and the negRisk `group`;
 * `redeem` names resolved markets. One that the venue has not ended yet is redeemed by the `payouts` that the chain holds
 * finally for it: micro-dollars a share of each outcome, of the one market named.
 */
export type BasketAction = Readonly<{
  action: 'split' | 'merge' | 'convert' | 'redeem'
  markets: readonly MarketId[]
  group?: string
  shares: Size
  payouts?: readonly number[]
}>

/** A step of a basket. In which order the legs of a stage go out is the policy's; the next stage waits for all of them. */
export type Stage =
  | Readonly<{ kind: 'legs'; legs: readonly Leg[] }>
  | Readonly<{ kind: 'action'; action: BasketAction }>
  | Readonly<{ kind: 'hold-to-resolution' }>

/** The identity of a book that a decision was made on. */
export type BookSeen = Readonly<{ token: TokenId; epoch: number; changedAt: TimeMs }>

/**
 * Several orders and actions that make one position.
 *
 * For every limit a basket is one position, one trade, one event slot. `maxCost` is dollars out at the most, fees
 * included; `worstCase` the profit in the worst outcome state; `maxLegLoss` what may be lost by unwinding. `proof`
 * is the certificate as plain JSON that core does not interpret.
 */
export type Basket = Readonly<{
  id: string
  stages: readonly Stage[]
  maxCost: Usd
  worstCase: Usd
  maxLegLoss: Usd
  expiresAt: TimeMs
  booksSeen: readonly BookSeen[]
  proof: unknown
}>
