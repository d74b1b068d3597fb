import { messageOf, type TimeMs, type TokenId } from '@bot/core'
import { createFeedCare, type FeedCare } from './feed-care.js'
import type { FeedEventMap, FeedReport } from './feed-events.js'
import type { FeedOptions } from './feed-options.js'
import { createFeedParts, type FeedParts, tokensByMode } from './feed-parts.js'
import { feedRoute } from './feed-route.js'
import type { FeedStats } from './feed-stats.js'
import { createFeedStreams, type FeedStreams } from './feed-streams.js'

/** A market data feed that keeps itself alive. */
export type Feed = Readonly<{
  /** Watches more tokens; tokens of one market are best given together. */
  watch: (tokens: readonly TokenId[]) => void
  /** Stops watching; nothing more is emitted for these tokens. */
  unwatch: (tokens: readonly TokenId[]) => void
  /**
   * Asks REST now whether the books of watched, live tokens are current: an equal book is told by `book-proven`. Once a
   * second a token; nothing happens for tokens that are not watched or being revived.
   */
  prove: (tokens: readonly TokenId[]) => void
  status: () => FeedReport
  stats: () => FeedStats
  /** Adds a listener; the returned function removes it. A listener that throws is counted and told as a `problem`. */
  on: <K extends keyof FeedEventMap>(name: K, listener: FeedEventMap[K]) => () => void
  /** Ends for good: no timer, socket or read is left when it resolves. */
  close: () => Promise<void>
}>

const TICK_MS = 1_000

/**
 * Makes a feed: live sockets where they carry live data, REST polling where they do not, and events that say which.
 *
 * It never throws for what a venue does: that is told by `feed-status` events, `problem` and `stats`.
 *
 * @throws BotError `invalid-argument` for a duration that is not above zero.
 */
export const createFeed = (options: FeedOptions): Feed => {
  const parts = createFeedParts(options)
  const { clock, signal, useSocket = true } = options
  const streams = createFeedStreams(parts, {
    onLost: (tokens) => {
      care.recovery.forget(tokens.filter((token) => care.recovery.step(token) === 'redrive'))
    },
    onResolved: (tokens) => care.recovery.forget(tokens),
  })
  const care: FeedCare = createFeedCare(parts, streams)
  parts.emitter.on('events', options.onEvents)
  if (options.onStatus !== undefined) parts.emitter.on('status', options.onStatus)
  const watch = (tokens: readonly TokenId[]): void => {
    const added = [...new Set(tokens)].filter((token) => !parts.watched.has(token))
    for (const token of added) parts.watched.set(token, parts.now())
    if (useSocket) streams.shards.add(added)
    refreshRoute(parts, streams, care)
  }
  const tick = (): void => {
    cancelTick = clock.after(TICK_MS, tick)
    try {
      passTime(parts, streams, care, clock.now())
    } catch (error) {
      parts.problem('tick-failed', messageOf(error), error)
    }
  }
  let cancelTick = clock.after(TICK_MS, tick)
  let closing: Promise<void> | undefined
  const close = (): Promise<void> => {
    closing ??= closeAll(parts, streams, care, cancelTick).finally(() =>
      signal?.removeEventListener('abort', close),
    )
    return closing
  }
  signal?.addEventListener('abort', close, { once: true })
  if (signal?.aborted === true) void close()
  else watch(options.tokens ?? [])
  return {
    watch: (tokens) => {
      if (closing === undefined) watch(tokens)
    },
    unwatch: (tokens) => {
      streams.shards.remove(tokens)
      parts.tracker.forget(tokens)
      care.recovery.forget(tokens)
      care.liveness.forget(tokens)
      for (const token of tokens) parts.watched.delete(token)
      refreshRoute(parts, streams, care)
    },
    prove: (tokens) =>
      care.liveness.prove(
        tokens.filter((token) => parts.watched.has(token)),
        parts.now(),
      ),
    status: () => report(parts, streams, care),
    stats: () => stats(parts, care),
    on: parts.emitter.on,
    close,
  }
}

const passTime = (parts: FeedParts, streams: FeedStreams, care: FeedCare, now: TimeMs): void => {
  const { tracker, watched, publish, staleness } = parts
  publish(tracker.advance(now))
  care.liveness.advance(watched.keys(), now)
  care.recovery.advance(now)
  for (const token of watched.keys()) {
    const book = tracker.book(token)
    const counts = book !== undefined && book.status !== 'empty' && !tracker.isResolved(token)
    if (counts) staleness.add(now - book.provenAliveAt)
  }
  refreshRoute(parts, streams, care)
}

const refreshRoute = (parts: FeedParts, streams: FeedStreams, care: FeedCare): void => {
  const now = report(parts, streams, care)
  if (now.route === parts.counts.route) return
  parts.counts.route = now.route
  parts.emitter.emit('status', now)
}

const report = (parts: FeedParts, { shards }: FeedStreams, care: FeedCare): FeedReport => {
  const connections = shards.all().map((connection) => ({
    name: connection.name,
    state: connection.state(),
    tokens: connection.tokens().length,
  }))
  const facts = {
    tokens: parts.watched.size,
    tokensByMode: tokensByMode(parts),
    connections: connections.map(({ state }) => state),
    pollsFail: care.poller.failed() > 0,
  }
  const { tokens, tokensByMode: modes } = facts
  const recovering = care.recovery.size()
  return { route: feedRoute(facts), tokens, tokensByMode: modes, connections, recovering }
}

const stats = (parts: FeedParts, { recovery, liveness, poller }: FeedCare): FeedStats => {
  const { counts, staleness, emitter } = parts
  const tracker = parts.tracker.counters()
  return {
    messages: counts.messages,
    rejected: { ...tracker.dropped, ...counts.rejected },
    reconnects: counts.reconnects,
    outageSeconds: counts.outageSeconds,
    gaps: tracker.gaps,
    gapSeconds: tracker.gapSeconds,
    stalenessSeconds: { p50: staleness.seconds(0.5), p99: staleness.seconds(0.99) },
    recoverySeconds: {
      p50: recovery.durations.seconds(0.5),
      p99: recovery.durations.seconds(0.99),
    },
    recoveriesTried: recovery.tried(),
    recoveries: recovery.succeeded(),
    deadSubscriptions: counts.deadSubscriptions,
    witness: liveness.counts(),
    pollRounds: poller.rounds(),
    pollFailures: counts.pollFailures,
    listenerErrors: emitter.errors(),
    tokensByMode: tokensByMode(parts),
    tracker,
  }
}

const closeAll = async (
  parts: FeedParts,
  { shards }: FeedStreams,
  { poller }: FeedCare,
  cancelTick: () => void,
): Promise<void> => {
  parts.abort.abort()
  poller.close()
  cancelTick()
  await shards.close()
  parts.emitter.clear()
}
