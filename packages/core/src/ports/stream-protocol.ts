import type { BookSide, Level } from '../book/order-book.js'
import type { MarketId, TimeMs, TokenId } from '../brand.js'
import type { ExecutionReport } from '../events/execution-report.js'
import type { Exchanged } from '../money/exchanged.js'
import type { Price } from '../money/price.js'
import type { Size } from '../money/size.js'

/** One level that a message changed, with what the venue says the book's best and hash are afterwards. */
export type StreamChange = Readonly<{
  token: TokenId
  side: BookSide
  price: Price
  size: Size
  hash?: string
  bestBid?: Price
  bestAsk?: Price
}>

/** One thing that a frame said, in the field's words and core's units; epochs are the feed's business. */
export type StreamUpdate =
  | Readonly<{
      kind: 'book'
      token: TokenId
      market: MarketId
      venueAt: TimeMs
      bids: readonly Level[]
      asks: readonly Level[]
      hash?: string
      tick?: Price
    }>
  | Readonly<{
      kind: 'changes'
      market: MarketId
      venueAt: TimeMs
      changes: readonly StreamChange[]
    }>
  | Readonly<{
      kind: 'trade'
      token: TokenId
      market: MarketId
      venueAt: TimeMs
      side: 'buy' | 'sell'
      exchanged: Exchanged
      transaction?: string
    }>
  | Readonly<{
      kind: 'tick-size'
      token: TokenId
      market: MarketId
      venueAt: TimeMs
      tick: Price
    }>
  | Readonly<{
      kind: 'best'
      token: TokenId
      market: MarketId
      venueAt: TimeMs
      bestBid?: Price
      bestAsk?: Price
    }>
  | Readonly<{
      kind: 'market-created'
      market: MarketId
      tokens: readonly TokenId[]
      venueAt: TimeMs
    }>
  | Readonly<{
      kind: 'market-resolved'
      market: MarketId
      tokens: readonly TokenId[]
      winner: TokenId
      venueAt: TimeMs
    }>
  | Readonly<{ kind: 'execution'; report: ExecutionReport; venueAt: TimeMs }>
  | Readonly<{ kind: 'notice'; text: string }>

/** A part of a frame that was refused: a short kebab-case reason that is counted, and what it was about. */
export type RejectedPart = Readonly<{ reason: string; detail: string }>

/** All that one frame said. A refused part never hides a sound one. */
export type DecodedFrame = Readonly<{
  updates: readonly StreamUpdate[]
  rejected: readonly RejectedPart[]
  pong: boolean
}>

/** A venue's socket language. Pure: the feed opens sockets and keeps time. */
export type StreamProtocol = Readonly<{
  url: string
  /** The most tokens (or markets, on a user channel) that one connection may carry. */
  maxTokens: number
  ping: string
  pingEveryMs: number
  subscribe: (tokens: readonly TokenId[], first: boolean) => string
  unsubscribe: (tokens: readonly TokenId[]) => string
  decode: (frame: string, receivedAt: TimeMs) => DecodedFrame
}>
