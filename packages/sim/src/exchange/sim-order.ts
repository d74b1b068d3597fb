import type { MarketId, OrderId, Price, Size, TimeInForce, TimeMs, TokenId, Usd } from '@bot/core'

/**
 * An order as it is sent to the exchange.
 *
 * `id` is the sender's (the hash of what was signed): a second order of the same id is refused. `owner` is an opaque
 * lower-case text. `maxNotional` (buys with `fok` or `fak`) spends that many micro-dollars before fees instead of
 * buying `shares`, which then does not cap the fill. `expiresAt` goes with `gtd` alone.
 */
export type NewOrder = Readonly<{
  id: OrderId
  owner: string
  token: TokenId
  side: 'buy' | 'sell'
  shares: Size
  limit: Price
  tif: TimeInForce
  postOnly: boolean
  expiresAt?: TimeMs
  maxNotional?: Usd
}>

/** Where an order stands. `matched` is wholly filled; `unmatched` is a `fok` or `fak` that found nothing. */
export type SimOrderStatus = 'live' | 'matched' | 'unmatched' | 'cancelled' | 'expired'

/** An order that the exchange took. `filled` is shares so far; `trades` are the ids of its trades. */
export type SimOrder = Readonly<{
  id: OrderId
  owner: string
  market: MarketId
  token: TokenId
  side: 'buy' | 'sell'
  shares: Size
  limit: Price
  tif: TimeInForce
  postOnly: boolean
  expiresAt?: TimeMs
  createdAt: TimeMs
  filled: Size
  status: SimOrderStatus
  /** Why it was cancelled or killed, such as `requested`, `market-resolved`, `tick-changed` or `self-trade`. */
  endReason?: string
  /** Until when the venue holds it before matching: it is `live`, but on no book, and cannot be cancelled. */
  delayedUntil?: TimeMs
  trades: readonly string[]
}>

/** Why an order was refused; nothing of it is kept. */
export type RefusalReason =
  | 'unknown-token'
  | 'market-not-open'
  | 'off-tick'
  | 'below-minimum-size'
  | 'below-minimum-amount'
  | 'not-enough-balance'
  | 'post-only-crosses'
  | 'duplicate-order'
  | 'invalid-expiration'
  | 'invalid-order'

/** Why a taker order that was taken filled nothing. */
export type UnmatchedReason = 'fok-not-filled' | 'fak-no-match'

/**
 * What came of an order at once. `live`: it rests, perhaps after fills. `matched`: something of it was filled and
 * nothing rests. `unmatched`: a `fok` or `fak` that was killed. `delayed`: the market's taker delay holds it, and a
 * `delay-ended` event will tell the rest. `filled` and `notional` are totals of `fills`; `fee` is what the taker paid.
 */
export type PlaceResult = Readonly<{
  outcome: 'live' | 'matched' | 'unmatched' | 'refused' | 'delayed'
  reason?: RefusalReason | UnmatchedReason
  filled: Size
  notional: Usd
  fee: Usd
  /** At most one: all makers that one order hit are one trade. */
  fills: readonly SimTrade[]
  /** With `not-enough-balance`: the figures that the venue's long text names. */
  shortage?: Shortage
}>

/**
 * What an order lacked, in micro-dollars (a buy) or share units (a sell): what the owner has on chain, what its open
 * orders need, what its trades that are not mined yet took, and what the order needs. `allowance` is there when it is
 * limited.
 */
export type Shortage = Readonly<{
  balance: number
  activeOrders: number
  matchedOrders: number
  order: number
  allowance?: number
}>

/**
 * How far a trade's settlement got. What it brings can be used once it is `mined`. `retrying` comes from `matched`
 * alone and ends `mined` or `failed`; a `failed` trade is undone for all its parties.
 */
export type TradeStatus = 'matched' | 'retrying' | 'mined' | 'confirmed' | 'failed'

/** One maker's part of a trade, in the maker's own token, side and limit price. */
export type MakerFill = Readonly<{
  owner: string
  order: OrderId
  token: TokenId
  side: 'buy' | 'sell'
  price: Price
  size: Size
  notional: Usd
  fee: Usd
  /** How the match settled: shares changed hands, a set was made, or a set was redeemed. */
  kind: 'normal' | 'mint' | 'merge'
}>

/**
 * One match: a taker and all the makers that it hit.
 *
 * `notional` is what the taker paid or got before `fee`; its average price may lie between ticks.
 */
export type SimTrade = Readonly<{
  id: string
  transaction: string
  market: MarketId
  at: TimeMs
  taker: Readonly<{
    owner: string
    order: OrderId
    token: TokenId
    side: 'buy' | 'sell'
    limit: Price
    size: Size
    notional: Usd
    fee: Usd
  }>
  makers: readonly MakerFill[]
  status: TradeStatus
  updatedAt: TimeMs
}>

/** A protocol action that someone performed; `cash` is what it paid, below zero what it cost. */
export type SimAction = Readonly<{
  id: string
  transaction: string
  at: TimeMs
  owner: string
  kind: 'split' | 'merge' | 'convert' | 'redeem'
  markets: readonly MarketId[]
  shares: Size
  cash: Usd
}>
