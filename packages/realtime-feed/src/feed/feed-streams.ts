import { messageOf, type StreamUpdate, type TimeMs, type TokenId, timeMs } from '@bot/core'
import type { ConnectionChange, ConnectionFrame } from '../connection/connection-options.js'
import { createStreamConnection } from '../connection/create-stream-connection.js'
import { openWebSocket } from '../socket/open-web-socket.js'
import type { FeedParts } from './feed-parts.js'
import { createShards, type Shards } from './shards.js'

/** The sockets of a feed. */
export type FeedStreams = Readonly<{
  shards: Shards
  /** Since when the token's socket is subscribed to it; undefined while it is not. */
  subscribedSince: (token: TokenId) => TimeMs | undefined
}>

/** Makes the sockets' side; `onLost` hears which tokens lost theirs. */
export const createFeedStreams = (
  parts: FeedParts,
  onLost: (tokens: readonly TokenId[]) => void,
): FeedStreams => {
  const { options, watched } = parts
  const { protocol, clock, random, openSocket = openWebSocket } = options
  const subscribedAt = new Map<string, TimeMs>()
  const shards = createShards(protocol.maxTokens, (name, tokens) => {
    const connection = createStreamConnection({
      ...options.connection,
      name,
      protocol,
      openSocket,
      clock,
      random,
      tokens,
      onFrame: (frame) => takeFrame(frame, parts, shards),
      onChange: (change) => {
        if (change.state === 'subscribed') subscribedAt.set(name, change.at)
        else subscribedAt.delete(name)
        takeChange(change, parts)
        if (change.state === 'dead') onLost(connection.tokens())
      },
    })
    return connection
  })
  return {
    shards,
    subscribedSince: (token) => {
      const connection = shards.of(token)
      const since = connection === undefined ? undefined : subscribedAt.get(connection.name)
      const watchedSince = watched.get(token)
      if (since === undefined || watchedSince === undefined) return undefined
      return timeMs(Math.max(since, watchedSince))
    },
  }
}

/** Works on one frame. Whatever throws here is told and harms no later frame. */
const takeFrame = (frame: ConnectionFrame, parts: FeedParts, shards: Shards): void => {
  const { counts, emitter, tracker, publish } = parts
  const { updates, rejected } = frame.decoded
  counts.messages += 1
  emitter.emit('frame', frame)
  for (const part of rejected) {
    counts.rejected[part.reason] = (counts.rejected[part.reason] ?? 0) + 1
    emitter.emit('rejected', part)
  }
  try {
    publish(tracker.apply(updates, frame.at, frame.socket))
  } catch (error) {
    counts.rejected['frame-failed'] = (counts.rejected['frame-failed'] ?? 0) + 1
    parts.problem('frame-failed', messageOf(error), error)
  }
  for (const update of updates) announce(update, parts, shards)
}

const announce = (update: StreamUpdate, parts: FeedParts, shards: Shards): void => {
  if (update.kind === 'market-resolved') {
    // Nothing more comes for a settled market; a socket of settled markets only is closed by the venue.
    shards.remove(update.tokens.filter((token) => parts.tracker.isResolved(token)))
  } else if (update.kind === 'market-created' || update.kind === 'notice') {
    parts.emitter.emit('announcement', update)
  }
}

const takeChange = (change: ConnectionChange, parts: FeedParts): void => {
  const { counts, emitter, tracker, publish } = parts
  const { at, connection, socket, state, outageSeconds } = change
  emitter.emit('connection', change)
  if (state === 'dead') publish(tracker.closed(at, socket))
  if (outageSeconds === undefined) return
  counts.reconnects += 1
  counts.outageSeconds += outageSeconds
  emitter.emit('reconnected', { connection, outageSeconds, at })
}
