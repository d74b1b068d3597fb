/**
 * The language of the toolkit with its body: integer money, books, fees, orders, positions, events, ports.
 *
 * @packageDocumentation
 */
export type { Basket, BasketAction, BookSeen, Leg, Stage } from './basket/basket.js'
export { applyBookEvent, type BookEventOutcome } from './book/apply-book-event.js'
export {
  applySnapshot,
  type BookSide,
  type BookStatus,
  type BookView,
  createOrderBook,
  type Ladder,
  type Level,
  type LevelChange,
  type OrderBook,
  setLevel,
} from './book/order-book.js'
export {
  type BookFault,
  bestAsk,
  bestBid,
  bookFault,
  isCrossed,
  ladderOf,
  levelsOf,
  midOf,
  mirrorLevels,
  sameInstant,
  sizeAt,
} from './book/read-book.js'
export { type Walk, type WalkOptions, walkBook } from './book/walk-book.js'
export {
  type Brand,
  type EventId,
  eventId,
  type MarketId,
  marketId,
  type OrderId,
  type OrderRef,
  orderId,
  orderRef,
  type TimeMs,
  type TokenId,
  timeMs,
  tokenId,
} from './brand.js'
export { BotError, type ErrorContext, isBotError, messageOf } from './error/bot-error.js'
export { ERROR_CODES, type ErrorCode, type Retry } from './error/error-code.js'
export type {
  AccountRead,
  Arrived,
  BasketProgressed,
  BookDelta,
  BookProven,
  BookSnapshot,
  Event,
  ExecutionReported,
  FeedMode,
  FeedStatus,
  MarketResolved,
  OperatorCommand,
  OrderNotSent,
  OrderPrepared,
  ScanSlice,
  SettlementReported,
  Stamped,
  StrategyOverran,
  SubjectKey,
  TickChanged,
  TimerFired,
  TradePrinted,
} from './events/event.js'
export type { ExecutionReport, ExecutionStatus } from './events/execution-report.js'
export type {
  Fact,
  FactKind,
  FactValues,
  GameFact,
  KnownFact,
  OddsFact,
  ThresholdFact,
  WalletCopy,
  WalletEvidence,
  WalletFact,
  WalletMove,
} from './events/fact.js'
export type { Provenance } from './events/provenance.js'
export { type FeeSchedule, NO_FEE, readFeeSchedule } from './fees/fee-schedule.js'
export { takerFee } from './fees/taker-fee.js'
export {
  type ClosedPosition,
  createLedger,
  type EntryOwner,
  type Ledger,
  markPosition,
  recordEntry,
  totalCash,
  trimClosed,
} from './ledger/ledger.js'
export {
  foldPosition,
  heldShares,
  type Position,
  type PositionEntry,
  type PositionKey,
  positionKey,
  type Settled,
} from './ledger/position.js'
export { recordSettlement } from './ledger/record-settlement.js'
export { recordTrade } from './ledger/record-trade.js'
export type { BookReading } from './market/book-reading.js'
export type { MarketFacts, NegRisk, Resolution } from './market/market-facts.js'
export type { ResolutionFact, ResolutionWitness } from './market/resolution-fact.js'
export type { ActivityKind, WalletActivity } from './market/wallet-activity.js'
export { formatDecimal, parseDecimal } from './money/decimal.js'
export {
  addExchanged,
  averagePrice,
  type Exchanged,
  exchangedFromPrice,
} from './money/exchanged.js'
export { mulDiv, mulDivBig } from './money/mul-div.js'
export { notional, sharesFor } from './money/notional.js'
export {
  complement,
  formatPrice,
  isOnTick,
  PRICE_ONE,
  type Price,
  parsePrice,
  price,
  toTick,
} from './money/price.js'
export type { Rounding } from './money/rounding.js'
export { floorToLot, formatSize, parseSize, SIZE_ONE, type Size, size } from './money/size.js'
export {
  addUsd,
  formatUsd,
  parseUsd,
  USD_ONE,
  USD_ZERO,
  type Usd,
  usd,
  usdToNumber,
} from './money/usd.js'
export type { Approved, OrderIntent, TimeInForce } from './orders/order-intent.js'
export {
  isTerminal,
  type OrderState,
  type OrderStatus,
  type OrderTrade,
  prepareOrder,
  reportOrder,
  wantOrder,
} from './orders/order-state.js'
export type { BookReader } from './ports/book-reader.js'
export type { Clock } from './ports/clock.js'
export type { ContractCase } from './ports/contract-case.js'
export type {
  Choice,
  ChoiceRequest,
  Command,
  Engine,
  ExecutionPolicy,
  ScanAudit,
  Scheduler,
  StrategyFailure,
  Tick,
  TickListener,
} from './ports/engine.js'
export type {
  Account,
  ExecutionPort,
  PreparedOrder,
  SettleRequest,
  SettleResult,
  SubmitResult,
} from './ports/execution-port.js'
export type { JournalPort } from './ports/journal-port.js'
export type {
  DecodedFrame,
  RejectedPart,
  StreamChange,
  StreamProtocol,
  StreamUpdate,
} from './ports/stream-protocol.js'
export { createSeededRandom, hashText } from './random/seeded-random.js'
export { defineStrategy, findProblem } from './strategy/define-strategy.js'
export type {
  Entry,
  Exit,
  FunnelStep,
  Placement,
  Refusal,
  Signal,
  Want,
} from './strategy/signal.js'
export type { Interest, Priority, Strategy, Subject, Trigger } from './strategy/strategy.js'
export {
  defaultLevels,
  floorLevels,
  type Levels,
  meetsLevels,
  scaleLevels,
  type Threshold,
  type Thresholds,
} from './strategy/threshold.js'
export type { HistoryPoint, RecentTrade, View } from './strategy/view.js'
export { type BackoffOptions, backoffMs } from './timing/backoff.js'
export {
  fullBucket,
  type TokenBucket,
  type TokenBucketOptions,
  takeTokens,
} from './timing/token-bucket.js'
export { wait } from './timing/wait.js'
export { type Deadline, withDeadline } from './timing/with-deadline.js'
