import type {
  Arrived,
  BookReading,
  BookView,
  FeedMode,
  StreamUpdate,
  TimeMs,
  TokenId,
} from '@bot/core'
import type { Sink, TokenTrack } from './token-track.js'
import { findWanted, leaveConnection, loseTrack, passTime } from './track-life.js'
import { POLLED, pollReading, type WitnessVerdict, witnessReading } from './track-reading.js'
import { createTrackTable, type TrackTable } from './track-table.js'
import { trackUpdate } from './track-update.js'
import { createCounters, type TrackerCounters } from './tracker-counters.js'

/** How a tracker judges. */
export type BookTrackerOptions = Readonly<{
  /** A market without a frame for longer than this many seconds has a gap. Default 60. */
  gapSeconds?: number
  /** How long a doubted book may take to come right by itself before it is asked for again. Default 2,000 ms. */
  doubtGraceMs?: number
  /** Says which tokens' books to keep; others are dropped and counted. Default: all. */
  accepts?: (token: TokenId) => boolean
}>

/** What a witness said, and the events that it led to. */
export type WitnessResult = Readonly<{ verdict: WitnessVerdict; events: readonly Arrived[] }>

/**
 * Turns what a venue says into core events. Synchronous and deterministic: the same inputs give the same events, live
 * and from a tape.
 */
export type BookTracker = Readonly<{
  /** Takes what one frame said. `connection` names the socket; a tape without names uses the default. */
  apply: (
    updates: readonly StreamUpdate[],
    receivedAt: TimeMs,
    connection?: string,
  ) => readonly Arrived[]
  /** A socket opened: the next whole book of each token that followed it starts a new epoch. */
  opened: (receivedAt: TimeMs, connection?: string) => readonly Arrived[]
  /** A socket is gone: the books that followed it are stale. */
  closed: (receivedAt: TimeMs, connection?: string) => readonly Arrived[]
  /** The subscription of these tokens was renewed or is known dead: stale until a whole book comes. */
  distrust: (tokens: readonly TokenId[], reason: string, at: TimeMs) => readonly Arrived[]
  /**
   * Compares a REST book with the tracked one, and never takes its levels over. `askedAt` (default `at`) is when it was
   * asked for: what the socket brought since may have overtaken it.
   */
  witness: (reading: BookReading, at: TimeMs, askedAt?: TimeMs) => WitnessResult
  /** Follows a polled REST book. */
  poll: (
    reading: BookReading,
    mode: Extract<FeedMode, 'polling-fast' | 'polling-slow'>,
    at: TimeMs,
  ) => readonly Arrived[]
  /** Says that no data comes for these tokens now. */
  down: (tokens: readonly TokenId[], reason: string, at: TimeMs) => readonly Arrived[]
  /** Lets time pass: markets that are silent for longer than the gap limit become stale. Not for tapes. */
  advance: (now: TimeMs) => readonly Arrived[]
  /** Tokens whose book must be asked for again, with the reason: doubted, or without a book after a tick change. */
  wanted: (now: TimeMs) => ReadonlyMap<TokenId, string>
  /** The tracked book, live: read it before the next call. */
  book: (token: TokenId) => BookView | undefined
  mode: (token: TokenId) => FeedMode
  /** Whether a socket brings the token's book now, stale or not. */
  followsSocket: (token: TokenId) => boolean
  /** When a frame or a witness last spoke for the token. */
  aliveAt: (token: TokenId) => TimeMs | undefined
  isResolved: (token: TokenId) => boolean
  /** Forgets tokens that are no longer watched. */
  forget: (tokens: readonly TokenId[]) => void
  counters: () => TrackerCounters
}>

const DEFAULT_CONNECTION = 'default'

/** Makes a tracker that knows nothing yet. */
export const createBookTracker = (options: BookTrackerOptions = {}): BookTracker => {
  const { gapSeconds = 60, doubtGraceMs = 2_000, accepts = () => true } = options
  const counters = createCounters()
  const table = createTrackTable()
  const collect: Collect = (at, work) => {
    const sink: Sink = { at, events: [], counters }
    work(sink)
    return sink.events
  }
  return {
    ...createReaders(table, doubtGraceMs),
    ...createLosses(table, collect),
    apply: (updates, receivedAt, connection = DEFAULT_CONNECTION) =>
      collect(receivedAt, (sink) => {
        const context = { table, accepts, gapSeconds, connection }
        for (const update of updates) trackUpdate(update, context, sink)
      }),
    witness: (reading, at, askedAt = at) => {
      let verdict: WitnessVerdict = 'no-book'
      const events = collect(at, (sink) => {
        const track = table.get(reading.token)
        const rules = { askedAt, gapSeconds }
        if (track !== undefined) verdict = witnessReading(track, reading, rules, sink)
      })
      return { verdict, events }
    },
    poll: (reading, mode, at) =>
      collect(at, (sink) => {
        if (!accepts(reading.token)) return
        const track = table.getOrMake(reading.token, reading.market, at)
        pollReading(track, reading, mode, gapSeconds, sink)
      }),
    advance: (now) =>
      collect(now, (sink) => passTime(table.all(), { gapSeconds, doubtGraceMs }, sink)),
    forget: table.forget,
    counters: () => ({ ...counters, dropped: { ...counters.dropped } }),
  }
}

type Collect = (at: TimeMs, work: (sink: Sink) => void) => readonly Arrived[]

const createReaders = (
  table: TrackTable,
  doubtGraceMs: number,
): Pick<BookTracker, 'wanted' | 'book' | 'mode' | 'followsSocket' | 'aliveAt' | 'isResolved'> => ({
  wanted: (now) => findWanted(table.all(), now - doubtGraceMs),
  book: (token) => table.get(token)?.book,
  mode: (token) => table.get(token)?.mode ?? 'down',
  followsSocket: (token) => {
    const source = table.get(token)?.source
    return source !== undefined && source !== POLLED
  },
  aliveAt: (token) => table.get(token)?.aliveAt,
  isResolved: (token) => table.get(token)?.market.resolved ?? false,
})

const createLosses = (
  table: TrackTable,
  collect: Collect,
): Pick<BookTracker, 'opened' | 'closed' | 'distrust' | 'down'> => {
  const leave = (at: TimeMs, connection: string, reason: string): readonly Arrived[] =>
    collect(at, (sink) => leaveConnection(table.all(), connection, reason, sink))
  const forEachOf = (
    tokens: readonly TokenId[],
    at: TimeMs,
    work: (track: TokenTrack, sink: Sink) => void,
  ): readonly Arrived[] =>
    collect(at, (sink) => {
      for (const track of tokens.map(table.get)) if (track !== undefined) work(track, sink)
    })
  return {
    opened: (at, connection = DEFAULT_CONNECTION) => leave(at, connection, 'reconnected'),
    closed: (at, connection = DEFAULT_CONNECTION) => leave(at, connection, 'disconnected'),
    distrust: (tokens, reason, at) =>
      forEachOf(tokens, at, (track, sink) => {
        track.source = undefined
        loseTrack(track, 'stale', reason, sink)
      }),
    down: (tokens, reason, at) =>
      forEachOf(tokens, at, (track, sink) => loseTrack(track, 'down', reason, sink)),
  }
}
