/**
 * The push side: sockets with resubscription, gap repair and polling fallback.
 *
 * @packageDocumentation
 */
export type {
  ConnectionChange,
  ConnectionFrame,
  ConnectionState,
  StreamConnectionOptions,
} from './connection/connection-options.js'
export {
  createStreamConnection,
  type StreamConnection,
} from './connection/create-stream-connection.js'
export {
  createExecutionFeed,
  type ExecutionFeed,
  type ExecutionFeedOptions,
  type ExecutionFeedStats,
} from './feed/create-execution-feed.js'
export { createFeed, type Feed } from './feed/create-feed.js'
export type {
  FeedEventMap,
  FeedProblem,
  FeedReport,
  FeedRoute,
  Reconnected,
} from './feed/feed-events.js'
export type { FeedOptions } from './feed/feed-options.js'
export type { FeedStats } from './feed/feed-stats.js'
export type { WitnessCounts } from './feed/liveness.js'
export type { RecoveryCounts, RecoveryStep } from './feed/recovery.js'
export { openWebSocket } from './socket/open-web-socket.js'
export type { OpenSocket, SocketHandlers, StreamSocket } from './socket/stream-socket.js'
export {
  type BookTracker,
  type BookTrackerOptions,
  createBookTracker,
  type WitnessResult,
} from './tracker/book-tracker.js'
export type { WitnessVerdict } from './tracker/track-reading.js'
export type { TrackerCounters } from './tracker/tracker-counters.js'
