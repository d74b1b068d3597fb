import { type Arrived, type Event, messageOf, type TokenId } from '@bot/core'
import type { ConnectionState, StreamConnectionOptions } from '../connection/connection-options.js'
import { createStreamConnection } from '../connection/create-stream-connection.js'
import { openWebSocket } from '../socket/open-web-socket.js'
import type { FeedEventMap } from './feed-events.js'
import { createIsolatedEmitter } from './isolated-emitter.js'

/** How to hear of one's own orders. */
export type ExecutionFeedOptions = Readonly<
  Pick<StreamConnectionOptions, 'protocol' | 'clock' | 'random'> &
    Partial<
      Pick<
        StreamConnectionOptions,
        'openSocket' | 'connectTimeoutMs' | 'pongTimeoutMs' | 'backoff' | 'stableAfterMs'
      >
    > & {
      /** What to subscribe to, in the protocol's terms; none means all. */
      subjects?: readonly TokenId[]
      /** Default `user`. */
      name?: string
      onEvents: (events: readonly Arrived[]) => void
    }
>

/** What an execution feed has seen. */
export type ExecutionFeedStats = Readonly<{
  messages: number
  executions: number
  reconnects: number
  outageSeconds: number
  rejected: Readonly<Record<string, number>>
  listenerErrors: number
}>

/** The user channel: reports of one's own orders, as they come. */
export type ExecutionFeed = Readonly<{
  state: () => ConnectionState
  stats: () => ExecutionFeedStats
  /** Adds a listener; the returned function removes it. */
  on: <K extends 'events' | 'connection' | 'reconnected' | 'frame' | 'rejected' | 'problem'>(
    name: K,
    listener: FeedEventMap[K],
  ) => () => void
  close: () => Promise<void>
}>

/**
 * Makes a feed of `execution` events from a user channel.
 *
 * The venue replays nothing: whatever happened during an outage must be looked up when `reconnected` is told. Reports
 * are passed on as they come; the same one may come more than once.
 */
export const createExecutionFeed = (options: ExecutionFeedOptions): ExecutionFeed => {
  const { onEvents, subjects = [], name = 'user', openSocket = openWebSocket, ...rest } = options
  const emitter = createIsolatedEmitter(options.clock)
  const counts = { messages: 0, executions: 0, reconnects: 0, outageSeconds: 0 }
  const rejected: Record<string, number> = {}
  emitter.on('events', onEvents)
  const connection = createStreamConnection({
    ...rest,
    name,
    openSocket,
    tokens: subjects,
    expectsFirstFrame: false,
    onFrame: (frame) => {
      counts.messages += 1
      emitter.emit('frame', frame)
      for (const part of frame.decoded.rejected) {
        rejected[part.reason] = (rejected[part.reason] ?? 0) + 1
        emitter.emit('rejected', part)
      }
      const events = frame.decoded.updates.flatMap((update): Arrived<Event>[] => {
        if (update.kind !== 'execution') return []
        const event = { type: 'execution' as const, report: update.report }
        return [{ at: frame.at, venueAt: update.venueAt, event }]
      })
      counts.executions += events.length
      if (events.length > 0) emitter.emit('events', events)
    },
    onListenerError: (cause) =>
      emitter.emit('problem', {
        kind: 'frame-failed',
        message: messageOf(cause),
        at: options.clock.now(),
        cause,
      }),
    onChange: (change) => {
      emitter.emit('connection', change)
      if (change.state !== 'subscribed' || change.outageSeconds === undefined) return
      const { at, outageSeconds } = change
      counts.reconnects += 1
      counts.outageSeconds += outageSeconds
      emitter.emit('reconnected', { connection: name, outageSeconds, at })
    },
  })
  return {
    state: connection.state,
    stats: () => ({ ...counts, rejected: { ...rejected }, listenerErrors: emitter.errors() }),
    on: emitter.on,
    close: async () => {
      await connection.close()
      emitter.clear()
    },
  }
}
