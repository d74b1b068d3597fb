import type { Arrived, FeedMode, RejectedPart, StreamUpdate, TimeMs } from '@bot/core'
import type {
  ConnectionChange,
  ConnectionFrame,
  ConnectionState,
} from '../connection/connection-options.js'

/**
 * How the feed as a whole gets its data now: `idle` (nothing watched), `connecting` (no socket is up and no poll has come), `websocket`,
 * `mixed` (some sockets or tokens are polled), `polling-fast`, `polling-slow`, `down` (sockets and polls fail).
 */
export type FeedRoute =
  | 'idle'
  | 'connecting'
  | 'websocket'
  | 'mixed'
  | 'polling-fast'
  | 'polling-slow'
  | 'down'

/** Where the feed stands. */
export type FeedReport = Readonly<{
  route: FeedRoute
  tokens: number
  tokensByMode: Readonly<Record<FeedMode, number>>
  connections: readonly Readonly<{ name: string; state: ConnectionState; tokens: number }>[]
  /** Tokens whose subscription is being revived. */
  recovering: number
}>

/** A connection that is back after an outage. */
export type Reconnected = Readonly<{ connection: string; outageSeconds: number; at: TimeMs }>

/** Something that failed and was survived. */
export type FeedProblem = Readonly<{
  kind:
    | 'listener-threw'
    | 'frame-failed'
    | 'tick-failed'
    | 'witness-failed'
    | 'poll-failed'
    | 'dead-subscription'
  message: string
  at: TimeMs
  cause?: unknown
}>

/** What a listener can be called with, by name. */
export type FeedEventMap = {
  /** Core events, in order. */
  events: (events: readonly Arrived[]) => void
  /** The feed's route changed. */
  status: (report: FeedReport) => void
  connection: (change: ConnectionChange) => void
  reconnected: (reconnected: Reconnected) => void
  /** Every frame as it came, for a recorder. */
  frame: (frame: ConnectionFrame) => void
  /** What the venue said that is no core event: a new market, a text. */
  announcement: (update: Extract<StreamUpdate, { kind: 'market-created' | 'notice' }>) => void
  rejected: (part: RejectedPart) => void
  problem: (problem: FeedProblem) => void
}
