import { messageOf, type TimeMs, type TokenId, timeMs } from '@bot/core'
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

/** Who hears which tokens lost their socket, and which need none any more. */
export type StreamHooks = Readonly<{
  onLost: (tokens: readonly TokenId[]) => void
  onResolved: (tokens: readonly TokenId[]) => void
}>

/** Makes the sockets' side. */
export const createFeedStreams = (parts: FeedParts, hooks: StreamHooks): FeedStreams => {
  const { options, watched } = parts
  const { protocol, clock, random, openSocket = openWebSocket } = options
  const subscribedAt = new Map<string, TimeMs>()
  // Nothing more comes for a settled market; a socket of settled markets only is closed by the venue.
  const settle = (tokens: readonly TokenId[]): void => {
    const settled = tokens.filter(parts.tracker.isResolved)
    shards.remove(settled)
    hooks.onResolved(settled)
  }
  const shards = createShards(protocol.maxTokens, (name, tokens) => {
    return createStreamConnection({
      ...options.connection,
      name,
      protocol,
      openSocket,
      clock,
      random,
      tokens,
      onFrame: (frame) => takeFrame(frame, parts, settle),
      onListenerError: (error) => parts.problem('frame-failed', messageOf(error), error),
      onChange: (change) => {
        if (change.state === 'subscribed') subscribedAt.set(name, change.at)
        else subscribedAt.delete(name)
        takeChange(change, parts)
        if (change.state === 'dead') hooks.onLost(shards.tokensOf(name))
      },
    })
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
const takeFrame = (
  frame: ConnectionFrame,
  parts: FeedParts,
  settle: (tokens: readonly TokenId[]) => void,
): void => {
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
  for (const update of updates) {
    if (update.kind === 'market-resolved') settle(update.tokens)
    if (update.kind === 'market-created' || update.kind === 'notice') {
      emitter.emit('announcement', update)
    }
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
