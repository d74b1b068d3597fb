import {
  type Approved,
  type Clock,
  createSeededRandom,
  messageOf,
  type SettleRequest,
  type SettleResult,
  wait,
} from '@bot/core'
import {
  createPolymarketExecution,
  type Heartbeat,
  type PolymarketExecution,
  type PolymarketExecutionOptions,
  type Signer,
  startHeartbeat,
  type TradingCredentials,
  type TradingWallet,
} from '@bot/polymarket'
import { createExecutionFeed } from '@bot/realtime-feed'
import type { Execution, ExecutionParts } from './execution.js'
import type { Venue } from './venue.js'

/** Who signs, for whose money, and how protocol actions are performed. */
export type SignedExecutionOptions = Readonly<{
  venue: Venue
  signer: Signer
  wallet?: TradingWallet
  /** Made from the signer when left out. */
  credentials?: TradingCredentials
  settle?: (request: Approved<SettleRequest>) => Promise<SettleResult>
  seed: number
  /** What a person reads: how orders are filled. */
  label: string
  /** Called after each report of ours. */
  onReport?: () => void
}>

/**
 * Trades as one trades on Polymarket: orders are signed, posted over HTTP and reported over the user channel, and the
 * venue cancels them when this process falls silent.
 */
export const openSignedExecution = async (
  parts: ExecutionParts,
  options: SignedExecutionOptions,
): Promise<Execution> => {
  const { venue, seed } = options
  const { clock, log } = parts
  const port = await openPort(parts, options)
  const feed = createExecutionFeed({
    protocol: port.userStream,
    clock,
    random: createSeededRandom(`${seed}:user`),
    ...(venue.openSocket === undefined ? {} : { openSocket: venue.openSocket }),
    onEvents: (arrived) => {
      for (const { event } of arrived) if (event.type === 'execution') port.deliver(event.report)
    },
  })
  // The user channel replays nothing.
  feed.on('reconnected', parts.onReportsMissed)
  const stopListening = port.reports(() => options.onReport?.())
  const heartbeat = startHeartbeat({
    beat: port.heartbeat,
    clock,
    onFailure: (cause) => log.warn({ err: cause }, `Heartbeat failed: ${messageOf(cause)}`),
  })
  return {
    port,
    label: options.label,
    observe: () => {},
    keepsOrders: true,
    state: () => describeState(port, heartbeat),
    close: async () => {
      heartbeat.stop()
      stopListening()
      await feed.close()
      await port.close()
    },
  }
}

const describeState = (
  port: PolymarketExecution,
  beats: Heartbeat,
): ReturnType<NonNullable<Execution['state']>> => {
  const { state, reason } = port.venueState()
  const { lastAt } = beats.status()
  const beat = lastAt === undefined ? 'no heartbeat yet' : 'heartbeats arrive'
  const detail = `venue ${state}${reason === undefined ? '' : ` (${reason})`}, ${beat}`
  return { state: state === 'down' ? 'failed' : 'running', detail }
}

/** A venue that hiccups at the start must not end the bot. */
const TRIES = 5
const PAUSE_MS = 2_000

const openPort = async (
  parts: ExecutionParts,
  { venue, signer, wallet, credentials, settle, seed }: SignedExecutionOptions,
): Promise<PolymarketExecution> => {
  const { clock, log, marketOf } = parts
  const options: PolymarketExecutionOptions = {
    transport: venue.reads.transport,
    signer,
    ...(wallet === undefined ? {} : { wallet }),
    ...(credentials === undefined ? {} : { credentials }),
    marketOf,
    orderOf: (id) => parts.orderById(id)?.intent,
    clock,
    random: createSeededRandom(`${seed}:${parts.lastSeq}:salts`),
    venue: { name: venue.label, simulated: venue.simulated },
    ...(settle === undefined ? {} : { settle }),
    userStreamUrl: `${venue.hosts['ws']}/ws/user`,
    onProblem: (problem) => log.warn({ problem }, 'Execution: a problem with the venue'),
  }
  return trying(
    clock,
    () => createPolymarketExecution(options),
    (cause, left) =>
      log.warn({ err: cause, left }, `The account could not be opened: ${messageOf(cause)}`),
  )
}

const trying = async <T>(
  clock: Clock,
  task: () => Promise<T>,
  onFailure: (cause: unknown, left: number) => void,
): Promise<T> => {
  for (let left = TRIES - 1; left > 0; left--) {
    try {
      return await task()
    } catch (cause) {
      onFailure(cause, left)
      await wait(clock, PAUSE_MS)
    }
  }
  return task()
}
