import type { TokenId } from '@bot/core'
import { type FeedParts, reportFailures } from './feed-parts.js'
import type { FeedStreams } from './feed-streams.js'
import { createLiveness, type Liveness } from './liveness.js'
import { createPoller, type Poller, ROUNDS_TO_CHANGE_PACE } from './poller.js'
import { createRecovery, type Recovery } from './recovery.js'

/** What keeps the data alive: the watch, the revival, the polling. */
export type FeedCare = Readonly<{ recovery: Recovery; liveness: Liveness; poller: Poller }>

/** Makes what keeps the data alive. */
export const createFeedCare = (parts: FeedParts, streams: FeedStreams): FeedCare => {
  const recovery = createFeedRecovery(parts, streams)
  const liveness = createLiveness({
    tracker: parts.tracker,
    recovery,
    silenceMs: parts.times.silenceMs,
    auditMs: parts.times.auditMs,
    firstBookMs: parts.times.firstBookMs,
    now: parts.now,
    subscribedSince: streams.subscribedSince,
    read: parts.read,
    onEvents: parts.publish,
    onFailure: (failures) => reportFailures(parts, 'witness-failed', failures),
    onDead: (token, reason) => {
      if (reason === 'tick-changed') return
      parts.counts.deadSubscriptions += 1
      parts.problem(
        'dead-subscription',
        `The data of token ${token} is not to be trusted: ${reason}`,
      )
    },
  })
  return { recovery, liveness, poller: createFeedPoller(parts, streams, recovery) }
}

const createFeedRecovery = (parts: FeedParts, { shards }: FeedStreams): Recovery =>
  createRecovery({
    stepMs: parts.times.recoveryStepMs,
    retryMs: parts.times.recoveryRetryMs,
    isLive: (token) => parts.tracker.mode(token) === 'live',
    redrive: (tokens, reason) => {
      parts.publish(parts.tracker.distrust(tokens, reason, parts.now()))
      shards.redrive(tokens)
    },
    // A token whose socket is down already gets a new one: moving it would only open more.
    moveToNewSocket: (tokens) =>
      shards.moveToNew(tokens.filter((token) => shards.of(token)?.state() === 'subscribed')),
  })

const createFeedPoller = (
  parts: FeedParts,
  { shards }: FeedStreams,
  recovery: Recovery,
): Poller => {
  const { tracker, watched, times, counts } = parts
  const isWanted = (token: TokenId): boolean => {
    const mode = tracker.mode(token)
    if (!watched.has(token) || mode === 'live' || tracker.isResolved(token)) return false
    const step = recovery.step(token)
    if (step !== undefined) return step !== 'redrive'
    return mode.startsWith('polling') || shards.of(token)?.state() !== 'subscribed'
  }
  return createPoller({
    clock: parts.options.clock,
    firstMs: parts.options.useSocket === false ? 0 : times.fastPollMs,
    fastMs: times.fastPollMs,
    slowMs: times.slowPollMs,
    wanted: () => [...watched.keys()].filter(isWanted),
    read: parts.read,
    onReadings: (readings, pace) => {
      const at = parts.now()
      const wanted = readings.filter(({ token }) => isWanted(token))
      parts.publish(wanted.flatMap((reading) => tracker.poll(reading, pace, at)))
    },
    // No socket can revive what the venue itself does not have.
    onAbsent: (tokens) => {
      const gone = tokens.filter(isWanted)
      parts.publish(tracker.down(gone, 'no-book-at-venue', parts.now()))
      recovery.forget(gone)
    },
    onFailure: (failures, inARow, tokens) => {
      counts.pollFailures += failures.length
      reportFailures(parts, 'poll-failed', failures)
      if (inARow >= ROUNDS_TO_CHANGE_PACE) {
        parts.publish(tracker.down(tokens.filter(isWanted), 'polls-fail', parts.now()))
      }
    },
  })
}
