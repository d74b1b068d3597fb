import type { BookView } from '../book/order-book.js'
import type { EventId, MarketId, TimeMs, TokenId } from '../brand.js'
import type { FeedMode } from '../events/event.js'
import type { FactKind, KnownFact } from '../events/fact.js'
import type { Ledger } from '../ledger/ledger.js'
import type { Position } from '../ledger/position.js'
import type { MarketFacts } from '../market/market-facts.js'
import type { Exchanged } from '../money/exchanged.js'
import type { Price } from '../money/price.js'
import type { Size } from '../money/size.js'
import type { Usd } from '../money/usd.js'
import type { OrderState } from '../orders/order-state.js'

/** A mid price in 1/10,000 dollar (perhaps a half) at a time. */
export type HistoryPoint = Readonly<{ at: TimeMs; mid: number }>
/** A trade of others as it was printed. */
export type RecentTrade = Readonly<{
  at: TimeMs
  side: 'buy' | 'sell'
  exchanged: Exchanged
  wallet?: string
}>

/**
 * All that a strategy, the cascade and the execution policy may know: the engine's own state at one event.
 *
 * Reading it twice at one event gives the same. `random` is seeded by the run and the event.
 */
export type View = Readonly<{
  now: TimeMs
  book: (token: TokenId) => BookView | undefined
  market: (id: MarketId) => MarketFacts | undefined
  marketOf: (token: TokenId) => MarketFacts | undefined
  eventMarkets: (event: EventId) => readonly MarketFacts[]
  /** Mids of the last seconds, oldest first; as far back as some strategy's declared `historySeconds`. */
  history: (token: TokenId, seconds: number) => readonly HistoryPoint[]
  trades: (token: TokenId, seconds: number) => readonly RecentTrade[]
  fact: <K extends FactKind>(kind: K, key: string) => KnownFact<K> | undefined
  /** A taker's fee in micro-dollars, rounded up; `'unknown'` forbids the trade. */
  fee: (token: TokenId, price: Price, size: Size) => Usd | 'unknown'
  feed: (token: TokenId) => FeedMode
  ledger: Ledger
  /** Positions of all owners in one token. */
  positionsOf: (token: TokenId) => readonly Position[]
  /** Orders that are not terminal. */
  orders: readonly OrderState[]
  /** Confirmed and provisional cash less what open buy orders may still take. */
  freeCash: Usd
  random: () => number
}>
