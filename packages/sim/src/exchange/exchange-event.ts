import type { BookSide, MarketId, Price, Size, TimeMs, TokenId } from '@bot/core'
import type { SimMarket } from './sim-market.js'
import type { PlaceResult, SimOrder, SimTrade, TradeStatus } from './sim-order.js'

/** One level of one token's book after a change; `size` is absolute, 0 removes it. */
export type ViewChange = Readonly<{ token: TokenId; side: BookSide; price: Price; size: Size }>

/**
 * What the exchange tells its subscribers, in the order in which it happened.
 *
 * One action's `book-changed` comes before its trades and order updates, as the venue's own stream does. It carries
 * the changed levels of **both** tokens: each level of one is mirrored in the other.
 */
export type ExchangeEvent =
  | Readonly<{
      type: 'book-changed'
      market: MarketId
      at: TimeMs
      changes: readonly ViewChange[]
    }>
  | Readonly<{ type: 'trade'; at: TimeMs; trade: SimTrade }>
  | Readonly<{
      type: 'trade-status'
      at: TimeMs
      id: string
      status: TradeStatus
      trade: SimTrade
    }>
  | Readonly<{
      type: 'order'
      at: TimeMs
      change: 'placement' | 'update' | 'cancellation'
      order: SimOrder
      reason?: string
    }>
  | Readonly<{
      /** A taker delay is over: what `place` would have returned without it. */
      type: 'delay-ended'
      at: TimeMs
      order: SimOrder
      result: PlaceResult
    }>
  | Readonly<{ type: 'market-created'; at: TimeMs; market: SimMarket }>
  | Readonly<{ type: 'market-updated'; at: TimeMs; market: SimMarket }>
  | Readonly<{
      type: 'market-resolved'
      at: TimeMs
      market: SimMarket
      payouts: readonly [number, number]
      winner?: TokenId
    }>
  | Readonly<{
      type: 'tick-changed'
      at: TimeMs
      market: MarketId
      from: Price
      to: Price
    }>
  /** A resolved market was removed from memory, see `retention` in the options. */
  | Readonly<{ type: 'market-forgotten'; at: TimeMs; market: SimMarket }>
