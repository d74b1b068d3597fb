import type { Clock, TimeMs, WalletActivity } from '@bot/core'
import type { ActivityStreamProtocol } from '@bot/polymarket'
import { createStreamConnection, type OpenSocket, openWebSocket } from '@bot/realtime-feed'
import { addCounts } from './walk-trades.js'

/** How the stream does: `silent` while its socket is open and no trade came for a minute. */
export type TradeStreamHealth = Readonly<{
  state: 'connecting' | 'delivers' | 'silent' | 'refused'
  /** Why the last socket was lost; empty before the first loss. */
  reason: string
  lastTradeAt: TimeMs | undefined
  reconnects: number
  refused: Readonly<Record<string, number>>
}>

/** Everyone's trades as they are pushed. What it misses is left to polling. */
export type TradeStream = Readonly<{
  /**
   * Takes the trades that came since the last call. After an outage none are given before polling has come past its
   * end (`polledTo`, the newest trade of all pages), since rows count in the order in which they are given.
   */
  drain: (polledTo: TimeMs | undefined) => readonly WalletActivity[]
  health: () => TradeStreamHealth
  close: () => Promise<void>
}>

/** What the stream needs. */
export type TradeStreamOptions = Readonly<{
  protocol: ActivityStreamProtocol
  clock: Clock
  random: () => number
  /** Default real sockets. */
  openSocket?: OpenSocket | undefined
}>

/** The venue's stream is known to stall with its socket open: so long without a trade, and it is opened anew… */
const SILENT_MS = 60_000
/** …later where polling saw none either, or does not answer. */
const UNWITNESSED_MS = 300_000
/** Longer than polling is late: after that, trades that waited for it are given all the same. */
const MOST_WAIT_MS = 120_000
/** Trades that wait at most; polling tells the older ones. */
const MOST_WAITING = 50_000

/** Connects to the stream and keeps connecting. Never throws: a stream that is dead is a stream without trades. */
export const createTradeStream = (options: TradeStreamOptions): TradeStream => {
  const { protocol, clock } = options
  let waiting: WalletActivity[] = []
  let openedAt: TimeMs | undefined
  /** Trades before this time may be missing here; polling is to come past it. */
  let gapUntil: TimeMs | undefined
  let lastTradeAt: TimeMs | undefined
  let [isRefused, reason, sockets] = [false, '', 0]
  const refused: Record<string, number> = {}

  const connection = createStreamConnection({
    name: 'trades',
    protocol: {
      ...protocol,
      decode: (frame) => {
        const { trades, rejected } = protocol.readTrades(frame)
        if (trades.length > 0) {
          for (const trade of trades) waiting.push(trade)
          if (waiting.length > MOST_WAITING) waiting = waiting.slice(-MOST_WAITING / 2)
          lastTradeAt = clock.now()
          isRefused = false
        }
        for (const each of rejected) {
          addCounts(refused, { [each.reason]: 1 })
          if (each.reason === 'refused') isRefused = true
        }
        return { updates: [], rejected, pong: false }
      },
    },
    clock,
    random: options.random,
    openSocket: options.openSocket ?? openWebSocket,
    onFrame: () => undefined,
    onChange: (change) => {
      if (change.state === 'open') {
        sockets += 1
        openedAt = change.at
        gapUntil = change.at
        isRefused = false
      } else if (change.state === 'dead') {
        openedAt = undefined
        reason = change.reason
      }
    },
    // Nothing is acknowledged and no PING answered: only trades show that it works.
    expectsFirstFrame: false,
    pongTimeoutMs: SILENT_MS * 60,
  })

  /** Tells whether it should have told of a trade since its last; where polling saw none either, it may be right. */
  const hasStalled = (polledTo: TimeMs | undefined): boolean => {
    if (openedAt === undefined) return false
    const since = Math.max(openedAt, lastTradeAt ?? 0)
    const quietMs = clock.now() - since
    return quietMs >= ((polledTo ?? 0) > since ? SILENT_MS : UNWITNESSED_MS)
  }
  const isWaiting = (polledTo: TimeMs | undefined): boolean => {
    if (gapUntil === undefined) return false
    if ((polledTo ?? 0) >= gapUntil || clock.now() >= gapUntil + MOST_WAIT_MS) gapUntil = undefined
    return gapUntil !== undefined
  }
  return {
    drain: (polledTo) => {
      if (hasStalled(polledTo)) connection.reconnect('no-trades')
      if (isWaiting(polledTo)) return []
      const taken = waiting
      waiting = []
      return taken
    },
    health: () => ({
      state: stateOf(openedAt !== undefined, isRefused, lastTradeAt, clock.now()),
      reason,
      lastTradeAt,
      reconnects: Math.max(0, sockets - 1),
      refused: { ...refused },
    }),
    close: connection.close,
  }
}

const stateOf = (
  isOpen: boolean,
  isRefused: boolean,
  lastTradeAt: TimeMs | undefined,
  now: number,
): TradeStreamHealth['state'] => {
  if (isRefused) return 'refused'
  const isFresh = lastTradeAt !== undefined && now - lastTradeAt < SILENT_MS
  if (isOpen && isFresh) return 'delivers'
  return isOpen ? 'silent' : 'connecting'
}
