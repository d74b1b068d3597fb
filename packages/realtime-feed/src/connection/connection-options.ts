import type {
  BackoffOptions,
  Clock,
  DecodedFrame,
  StreamProtocol,
  TimeMs,
  TokenId,
} from '@bot/core'
import type { OpenSocket } from '../socket/stream-socket.js'

/**
 * Where a connection stands: `connecting`; `open` (subscription sent, nothing heard); `subscribed` (a frame came);
 * `dead` (lost, about to back off); `backoff`; `closed` (for good).
 */
export type ConnectionState = 'connecting' | 'open' | 'subscribed' | 'dead' | 'backoff' | 'closed'

/** A change of state. `socket` names this one socket among all that the connection opens. */
export type ConnectionChange = Readonly<{
  connection: string
  socket: string
  state: ConnectionState
  at: TimeMs
  reason: string
  /** How many tries have failed in a row. */
  attempt: number
  /** With `subscribed` after a loss: seconds since the loss, rounded. */
  outageSeconds?: number
}>

/** One frame, as text and as what it said. */
export type ConnectionFrame = Readonly<{
  connection: string
  socket: string
  at: TimeMs
  text: string
  decoded: DecodedFrame
}>

/** How to keep one connection alive. */
export type StreamConnectionOptions = Readonly<{
  /** Names the connection in reports. */
  name: string
  protocol: StreamProtocol
  openSocket: OpenSocket
  clock: Clock
  /** Numbers of 0 to 1 for the jitter of the backoff. */
  random: () => number
  onFrame: (frame: ConnectionFrame) => void
  onChange?: (change: ConnectionChange) => void
  /** Hears what `onFrame` or `onChange` threw: the connection goes on. */
  onListenerError?: (error: unknown) => void
  /** What to subscribe to first; on a user channel none means all. */
  tokens?: readonly TokenId[]
  /** False for a channel that says nothing until something happens: it counts as subscribed at once. Default true. */
  expectsFirstFrame?: boolean
  /** Default 10,000 ms. */
  connectTimeoutMs?: number
  /** How long an open socket may take for its first frame; PONG does not count. Default 15,000 ms. */
  firstFrameTimeoutMs?: number
  /** How long after a PING nothing at all may come. Default 20,000 ms: answers queue behind data for up to 11 s. */
  pongTimeoutMs?: number
  /** Default 500 ms doubling to 30,000 ms. */
  backoff?: BackoffOptions
  /** A connection that was subscribed this long starts its backoff anew. Default 10,000 ms. */
  stableAfterMs?: number
}>
