import type { Basket, BasketAction } from '../basket/basket.js'
import type { Level, LevelChange } from '../book/order-book.js'
import type { EventId, MarketId, OrderId, OrderRef, TimeMs, TokenId } from '../brand.js'
import type { Exchanged } from '../money/exchanged.js'
import type { Price } from '../money/price.js'
import type { Usd } from '../money/usd.js'
import type { OrderIntent } from '../orders/order-intent.js'
import type { ExecutionReport } from './execution-report.js'
import type { Fact } from './fact.js'

/** A whole book; the first of an epoch is always one. */
export type BookSnapshot = Readonly<{
  type: 'book-snapshot'
  token: TokenId
  epoch: number
  bids: readonly Level[]
  asks: readonly Level[]
}>

/** All changes that one message made to one token's book; sizes are absolute. */
export type BookDelta = Readonly<{
  type: 'book-delta'
  token: TokenId
  epoch: number
  changes: readonly LevelChange[]
}>

/** How a token's data reaches us now. */
export type FeedMode = 'live' | 'stale' | 'polling-fast' | 'polling-slow' | 'down'

/** A change of how a token's data reaches us, or a gap that ended: `gapSeconds` without any proof of life. */
export type FeedStatus = Readonly<{
  type: 'feed-status'
  token: TokenId
  status: FeedMode
  gapSeconds: number
  reason: string
}>

/** A witness (frame or equal REST book) proved that the token's book is current though unchanged. */
export type BookProven = Readonly<{ type: 'book-proven'; token: TokenId; epoch: number }>

/** A trade of others, as the venue printed it; `side` is the taker's. */
export type TradePrinted = Readonly<{
  type: 'trade-printed'
  token: TokenId
  side: 'buy' | 'sell'
  exchanged: Exchanged
  wallet?: string
}>

/** The venue changed a market's tick; the book of the next epoch follows. */
export type TickChanged = Readonly<{ type: 'tick-changed'; token: TokenId; tick: Price }>

/** The venue named the winner. `payouts` per outcome in millionths of a dollar. */
export type MarketResolved = Readonly<{
  type: 'market-resolved'
  market: MarketId
  payouts: readonly number[]
  source: string
}>

/** Evaluate the subjects numbered `from` to `to` (exclusive); at `last`, choose among all signals of the scan. */
export type ScanSlice = Readonly<{
  type: 'scan-slice'
  scan: number
  from: number
  to: number
  last: boolean
}>

/** A named timer fired. */
export type TimerFired = Readonly<{ type: 'timer'; name: string }>

/** The loop measured that a strategy took too long. */
export type StrategyOverran = Readonly<{
  type: 'strategy-overran'
  strategy: string
  millis: number
}>

/**
 * An order was built and signed, before it is sent: `wire` is the only text that may ever be posted for it. The
 * intent comes with it, so that orders, positions and cash are a fold over the journal alone.
 */
export type OrderPrepared = Readonly<{
  type: 'order-prepared'
  ref: OrderRef
  intent: OrderIntent
  id: OrderId
  wire: string
}>

/** A command never reached the venue: it could not be prepared. */
export type OrderNotSent = Readonly<{ type: 'order-not-sent'; ref: OrderRef; reason: string }>

/** What a venue says of one of our orders. */
export type ExecutionReported = Readonly<{ type: 'execution'; report: ExecutionReport }>

/** Where a protocol action (split, merge, convert, redeem) of ours stands. `cash` is what it paid (or cost, below 0). */
export type SettlementReported = Readonly<{
  type: 'settlement'
  ref: OrderRef
  owner: string
  basket?: string
  action: BasketAction
  status: 'submitted' | 'confirmed' | 'failed' | 'unknown'
  cash: Usd
  reason?: string
}>

/**
 * Where a basket of ours stands, journalled before anything that it names can leave the process, so that a later run
 * takes the basket up where this one left it. `plan` comes with the first alone, without its proof; `progress` is the
 * execution policy's own plain JSON, which core does not interpret; each replaces the one before.
 */
export type BasketProgressed = Readonly<{
  type: 'basket'
  basket: string
  strategy: string
  plan?: Basket
  progress: unknown
}>
/** What the venue says that the account holds: the truth that a reconciliation compares with. */
export type AccountRead = Readonly<{
  type: 'account'
  cash: Usd
  open: readonly OrderId[]
  holdings: readonly Readonly<{ token: TokenId; size: number }>[]
}>

/** A person's command. */
export type OperatorCommand = Readonly<{
  type: 'operator'
  command: 'pause' | 'resume' | 'kill' | 'cancel-all' | 'rollback'
  argument?: string
}>

/** Everything that can happen to the engine. */
export type Event =
  | BookSnapshot
  | BookDelta
  | BookProven
  | FeedStatus
  | TradePrinted
  | TickChanged
  | MarketResolved
  | ScanSlice
  | TimerFired
  | Fact
  | StrategyOverran
  | OrderPrepared
  | OrderNotSent
  | ExecutionReported
  | SettlementReported
  | BasketProgressed
  | AccountRead
  | OperatorCommand

/** An event in its place: `seq` alone orders replay, `at` is when we got it, `venueAt` the venue's own time. */
export type Stamped<E extends Event = Event> = Readonly<{
  seq: number
  at: TimeMs
  venueAt?: TimeMs
  event: E
}>

/** An event that has happened but has no place yet. */
export type Arrived<E extends Event = Event> = Readonly<{ at: TimeMs; venueAt?: TimeMs; event: E }>

/** What a subject is about. */
export type SubjectKey = MarketId | EventId
