import {
  type Arrived,
  type BookReader,
  BotError,
  type Clock,
  type StreamProtocol,
  type TokenId,
} from '@bot/core'
import type { StreamConnectionOptions } from '../connection/connection-options.js'
import type { OpenSocket } from '../socket/stream-socket.js'
import type { FeedReport } from './feed-events.js'

/** How to feed market data. Seconds may be fractions. */
export type FeedOptions = Readonly<{
  protocol: StreamProtocol
  /** Reads books over REST: the witness of a silent socket, and the fallback. */
  reader: BookReader
  /** Default: a real WebSocket. */
  openSocket?: OpenSocket
  clock: Clock
  /** Numbers of 0 to 1 for the jitter of reconnects. */
  random: () => number
  /** What to watch from the start. */
  tokens?: readonly TokenId[]
  onEvents: (events: readonly Arrived[]) => void
  /** Called when the route changes: socket, polling, down. */
  onStatus?: (report: FeedReport) => void
  /** False polls only. Default true. */
  useSocket?: boolean
  /** A token that is silent for longer is checked against REST. Default 30. */
  silenceSeconds?: number
  /** Every token is checked against REST this often, silent or not. Default 300. */
  auditSeconds?: number
  /** A token without a first book for longer is checked against REST. Default 10. */
  firstBookSeconds?: number
  /** A market without data for longer has a gap. Default 60. */
  gapSeconds?: number
  /** How long a step of a token's recovery may take. Default 5. */
  recoveryStepSeconds?: number
  /** How long a token stays with polling before its subscription is tried again. Default 60. */
  recoveryRetrySeconds?: number
  /** Default 5. */
  fastPollSeconds?: number
  /** Default 30. */
  slowPollSeconds?: number
  /** How long one REST read may take. Default 10. */
  readTimeoutSeconds?: number
  /** How each socket is kept alive. */
  connection?: Pick<
    StreamConnectionOptions,
    'connectTimeoutMs' | 'firstFrameTimeoutMs' | 'pongTimeoutMs' | 'backoff' | 'stableAfterMs'
  >
  /** Closes the feed when it aborts. */
  signal?: AbortSignal
}>

/** The durations of a feed in milliseconds, all given. */
export type FeedTimes = Readonly<{
  silenceMs: number
  auditMs: number
  firstBookMs: number
  gapSeconds: number
  recoveryStepMs: number
  recoveryRetryMs: number
  fastPollMs: number
  slowPollMs: number
  readTimeoutMs: number
}>

/**
 * Fills in the durations.
 *
 * @throws BotError `invalid-argument` naming the first that is not a positive number.
 */
export const readTimes = (options: FeedOptions): FeedTimes => {
  const seconds = (name: keyof FeedOptions, otherwise: number): number => {
    const value = options[name] ?? otherwise
    if (typeof value === 'number' && Number.isFinite(value) && value > 0) return value
    throw new BotError(
      'invalid-argument',
      `Expected ${name} to be a number of seconds above 0, was ${String(value)}; leave it out for ${otherwise}`,
      { name, value },
    )
  }
  return {
    silenceMs: seconds('silenceSeconds', 30) * 1000,
    auditMs: seconds('auditSeconds', 300) * 1000,
    firstBookMs: seconds('firstBookSeconds', 10) * 1000,
    gapSeconds: seconds('gapSeconds', 60),
    recoveryStepMs: seconds('recoveryStepSeconds', 5) * 1000,
    recoveryRetryMs: seconds('recoveryRetrySeconds', 60) * 1000,
    fastPollMs: seconds('fastPollSeconds', 5) * 1000,
    slowPollMs: seconds('slowPollSeconds', 30) * 1000,
    readTimeoutMs: seconds('readTimeoutSeconds', 10) * 1000,
  }
}
