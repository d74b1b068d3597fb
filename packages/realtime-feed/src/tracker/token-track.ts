import {
  type Arrived,
  createOrderBook,
  type Event,
  type FeedMode,
  type Level,
  type LevelChange,
  type MarketId,
  type OrderBook,
  type Price,
  type TimeMs,
  type TokenId,
} from '@bot/core'
import type { BestPrices } from './best-prices.js'
import type { MutableCounters } from './tracker-counters.js'

/** Best prices that came apart from a change, and when. */
export type EarlyBest = Readonly<{ best: BestPrices; venueAt: TimeMs; since: TimeMs }>

/** Why a book is doubted, and since when. A change at or after venue time `untilVenueAt` clears it. */
export type Doubt = Readonly<{ reason: string; since: TimeMs; untilVenueAt?: TimeMs }>

/** All that is known of one token's data. */
export type TokenTrack = {
  readonly token: TokenId
  readonly market: MarketTrack
  readonly book: OrderBook
  /** The connection (or REST) that the book follows now. */
  source: string | undefined
  /** The next whole book starts a new epoch. */
  freshEpoch: boolean
  doubt: Doubt | undefined
  earlyBest: EarlyBest | undefined
  /** What the last `feed-status` said. */
  mode: FeedMode
  tick: Price | undefined
  /** When the tick changed, until a whole book follows. */
  tickChangedAt: TimeMs | undefined
  /** When a frame or a witness last spoke for this token. */
  aliveAt: TimeMs
  /** Seconds of a gap that ended, not yet told for this token. */
  untoldGapSeconds: number
  lastBook: SeenBook | undefined
  readonly recentChanges: SeenChanges[]
  readonly recentTrades: string[]
}

/** What one market's tokens share. */
export type MarketTrack = {
  readonly market: MarketId
  aliveAt: TimeMs
  resolved: boolean
  readonly tokens: TokenTrack[]
}

/** A whole book as it came. */
export type SeenBook = Readonly<{
  venueAt: TimeMs
  bids: readonly Level[]
  asks: readonly Level[]
}>

/**
 * One message's changes of one token as they came: what tells a repeat, and nothing more. Many are held for long, and
 * whatever a decoded message refers to (its token's text above all) would be held with them.
 */
export type SeenChanges = Readonly<{
  venueAt: TimeMs
  levels: readonly LevelChange[]
  hash: string | undefined
}>

/** Where events and counts go while one input is worked on. */
export type Sink = Readonly<{
  at: TimeMs
  events: Arrived[]
  counters: MutableCounters
}>

/** Makes the track of a token nothing is known of yet. */
export const createTokenTrack = (token: TokenId, market: MarketTrack, at: TimeMs): TokenTrack => ({
  token,
  market,
  book: createOrderBook(token),
  source: undefined,
  freshEpoch: true,
  doubt: undefined,
  earlyBest: undefined,
  mode: 'down',
  tick: undefined,
  tickChangedAt: undefined,
  aliveAt: at,
  untoldGapSeconds: 0,
  lastBook: undefined,
  recentChanges: [],
  recentTrades: [],
})

/** Appends an event to what this input led to. */
export const emit = (sink: Sink, event: Event, venueAt?: TimeMs): void => {
  sink.events.push(venueAt === undefined ? { at: sink.at, event } : { at: sink.at, venueAt, event })
}
