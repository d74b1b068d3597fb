import { type Arrived, type FeedMode, messageOf, type TimeMs, type TokenId } from '@bot/core'
import { type BookTracker, createBookTracker } from '../tracker/book-tracker.js'
import type { FeedEventMap, FeedProblem, FeedRoute } from './feed-events.js'
import { type FeedOptions, type FeedTimes, readTimes } from './feed-options.js'
import { createIsolatedEmitter, type IsolatedEmitter } from './isolated-emitter.js'
import { createQuantiles, type Quantiles } from './quantiles.js'
import { type BooksRead, readBooks } from './read-books.js'

/** What all parts of one feed share. */
export type FeedParts = Readonly<{
  options: FeedOptions
  times: FeedTimes
  emitter: IsolatedEmitter
  tracker: BookTracker
  /** Watched tokens, and since when. */
  watched: Map<TokenId, TimeMs>
  abort: AbortController
  staleness: Quantiles
  counts: FeedCounts
  now: () => TimeMs
  publish: (events: readonly Arrived[]) => void
  problem: (kind: FeedProblem['kind'], message: string, cause?: unknown) => void
  read: (tokens: readonly TokenId[]) => Promise<BooksRead>
}>

/** Counts that no part of its own keeps. */
export type FeedCounts = {
  messages: number
  readonly rejected: Record<string, number>
  reconnects: number
  outageSeconds: number
  pollFailures: number
  deadSubscriptions: number
  route: FeedRoute
}

/** Makes the shared parts. */
export const createFeedParts = (options: FeedOptions): FeedParts => {
  const times = readTimes(options)
  const { clock, reader } = options
  const emitter = createIsolatedEmitter(clock)
  const abort = new AbortController()
  const watched = new Map<TokenId, TimeMs>()
  const { signal } = abort
  const publish: FeedEventMap['events'] = (events) => {
    if (events.length > 0) emitter.emit('events', events)
  }
  return {
    options,
    times,
    emitter,
    tracker: createBookTracker({
      gapSeconds: times.gapSeconds,
      accepts: (token) => watched.has(token),
    }),
    watched,
    abort,
    staleness: createQuantiles(),
    counts: {
      messages: 0,
      rejected: {},
      reconnects: 0,
      outageSeconds: 0,
      pollFailures: 0,
      deadSubscriptions: 0,
      route: 'idle',
    },
    now: clock.now,
    publish,
    problem: (kind, message, cause) =>
      emitter.emit('problem', { kind, message, at: clock.now(), cause }),
    read: (tokens) => readBooks(tokens, { reader, clock, signal, timeoutMs: times.readTimeoutMs }),
  }
}

/** Counts the watched tokens by how their data comes. */
export const tokensByMode = ({ tracker, watched }: FeedParts): Record<FeedMode, number> => {
  const modes = { live: 0, stale: 0, 'polling-fast': 0, 'polling-slow': 0, down: 0 }
  for (const token of watched.keys()) modes[tracker.mode(token)] += 1
  return modes
}

/** Tells failed reads, one problem each. */
export const reportFailures = (
  parts: FeedParts,
  kind: 'witness-failed' | 'poll-failed',
  failures: readonly unknown[],
): void => {
  if (parts.abort.signal.aborted) return
  for (const failure of failures) parts.problem(kind, messageOf(failure), failure)
}
