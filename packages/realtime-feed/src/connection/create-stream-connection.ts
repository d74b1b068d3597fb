import { type BackoffOptions, backoffMs, messageOf, type TimeMs, type TokenId } from '@bot/core'
import type { SocketHandlers, StreamSocket } from '../socket/stream-socket.js'
import type { ConnectionState, StreamConnectionOptions } from './connection-options.js'
import { decodeSafely } from './decode-safely.js'
import { createHeartbeat, type Heartbeat } from './heartbeat.js'

/** One self-healing connection: it reconnects with a jittered backoff and subscribes again to all it carries. */
export type StreamConnection = Readonly<{
  name: string
  state: () => ConnectionState
  tokens: () => readonly TokenId[]
  /** Adds tokens; sent now when the socket is open, else with the first subscription. */
  subscribe: (tokens: readonly TokenId[]) => void
  unsubscribe: (tokens: readonly TokenId[]) => void
  /** Unsubscribes and subscribes again: the venue sends whole books anew. */
  redrive: (tokens: readonly TokenId[]) => void
  /** Drops the socket and connects again. */
  reconnect: (reason: string) => void
  /** Ends for good; resolves when the socket is gone, at most a second later. */
  close: () => Promise<void>
}>

const DEFAULT_BACKOFF: BackoffOptions = { baseMs: 500, maxMs: 30_000 }
const GOODBYE_MS = 1_000

type Link = {
  readonly options: StreamConnectionOptions
  readonly tokens: Set<TokenId>
  state: ConnectionState
  generation: number
  socket: StreamSocket | undefined
  /** Failed tries in a row. */
  attempt: number
  /** When the socket said its first frame. */
  subscribedAt: TimeMs | undefined
  /** When the last subscribed socket was lost. */
  lostAt: TimeMs | undefined
  cancelTimer: () => void
  heartbeat: Heartbeat | undefined
  /** Waits for the goodbye of a closing socket. */
  onGone: (() => void) | undefined
}

/** Makes a connection and starts it. Never throws; what happens is told through `onChange`. */
export const createStreamConnection = (options: StreamConnectionOptions): StreamConnection => {
  const link: Link = {
    options,
    tokens: new Set(options.tokens),
    state: 'connecting',
    generation: 0,
    socket: undefined,
    attempt: 0,
    subscribedAt: undefined,
    lostAt: undefined,
    cancelTimer: () => {},
    heartbeat: undefined,
    onGone: undefined,
  }
  connect(link, 'start')
  const { protocol } = options
  return {
    name: options.name,
    state: () => link.state,
    tokens: () => [...link.tokens],
    subscribe: (tokens) => {
      const added = tokens.filter((token) => !link.tokens.has(token))
      for (const token of added) link.tokens.add(token)
      if (added.length > 0) sendWhenOpen(link, () => [protocol.subscribe(added, false)])
    },
    unsubscribe: (tokens) => {
      const removed = tokens.filter((token) => link.tokens.delete(token))
      if (removed.length > 0) sendWhenOpen(link, () => [protocol.unsubscribe(removed)])
    },
    redrive: (tokens) => {
      const known = tokens.filter((token) => link.tokens.has(token))
      if (known.length === 0) return
      sendWhenOpen(link, () => [protocol.unsubscribe(known), protocol.subscribe(known, false)])
    },
    reconnect: (reason) => lose(link, reason),
    close: () => closeLink(link),
  }
}

const connect = (link: Link, reason: string): void => {
  const { options } = link
  link.generation += 1
  if (!change(link, 'connecting', reason)) return
  const timeout = options.connectTimeoutMs ?? 10_000
  link.cancelTimer = options.clock.after(timeout, () => lose(link, 'connect-timed-out'))
  try {
    link.socket = options.openSocket(options.protocol.url, handlersOf(link, link.generation))
  } catch (error) {
    lose(link, `connect-failed: ${messageOf(error)}`)
  }
}

/** Handlers of one socket: whatever it says after the next one was opened is not heard. */
const handlersOf = (link: Link, generation: number): SocketHandlers => {
  const current = (): boolean => generation === link.generation && link.socket !== undefined
  let error: unknown
  return {
    onOpen: () => {
      if (current() && link.state === 'connecting') onOpen(link)
    },
    onMessage: (text) => {
      if (current() && link.state !== 'closed') onMessage(link, text)
    },
    onError: (cause) => {
      error = cause
    },
    onClose: (code, reason) => {
      if (!current()) return
      link.onGone?.()
      const why = reason === '' ? (error === undefined ? '' : messageOf(error)) : reason
      lose(link, why === '' ? `closed-${code}` : `closed-${code}: ${why}`)
    },
  }
}

const onOpen = (link: Link): void => {
  const { clock, protocol, pongTimeoutMs = 20_000 } = link.options
  link.cancelTimer()
  change(link, 'open', 'connected')
  const { generation } = link
  sendWhenOpen(link, () => [protocol.subscribe([...link.tokens], true)])
  if (generation !== link.generation || link.state !== 'open') return
  link.heartbeat = createHeartbeat({
    clock,
    pingEveryMs: protocol.pingEveryMs,
    pongTimeoutMs,
    ping: () => sendWhenOpen(link, () => [protocol.ping]),
    onSilent: () => lose(link, 'no-pong'),
  })
  const { expectsFirstFrame = true, firstFrameTimeoutMs = 15_000 } = link.options
  if (expectsFirstFrame) {
    link.cancelTimer = clock.after(firstFrameTimeoutMs, () => lose(link, 'no-first-frame'))
  } else becomeSubscribed(link)
}

const onMessage = (link: Link, text: string): void => {
  const { clock, name, onFrame, protocol } = link.options
  const at = clock.now()
  link.heartbeat?.heard()
  const decoded = decodeSafely(protocol, text, at)
  if (link.state === 'open' && !decoded.pong) becomeSubscribed(link)
  isolated(link, () => {
    onFrame({ connection: name, socket: socketName(link), at, text, decoded })
  })
}

const becomeSubscribed = (link: Link): void => {
  const { lostAt } = link
  const now = link.options.clock.now()
  link.cancelTimer()
  link.lostAt = undefined
  link.subscribedAt = now
  const outage = lostAt === undefined ? undefined : now - lostAt
  change(link, 'subscribed', 'first-frame', outage)
}

/** Gives up the socket and comes back after the backoff. */
const lose = (link: Link, reason: string): void => {
  if (link.state === 'closed' || link.state === 'backoff' || link.state === 'dead') return
  const { clock, random, backoff = DEFAULT_BACKOFF, stableAfterMs = 10_000 } = link.options
  const now = clock.now()
  if (link.state === 'subscribed') link.lostAt ??= now
  const stable = link.subscribedAt !== undefined && now - link.subscribedAt >= stableAfterMs
  release(link)
  link.attempt = stable ? 0 : link.attempt + 1
  if (!change(link, 'dead', reason) || !change(link, 'backoff', reason)) return
  const delay = backoffMs(Math.max(0, link.attempt - 1), random(), backoff)
  link.cancelTimer = clock.after(delay, () => connect(link, reason))
}

/** Lets go of socket and timers; the socket is cut, since it may be half-open. */
const release = (link: Link): void => {
  link.cancelTimer()
  link.cancelTimer = () => {}
  link.heartbeat?.stop()
  link.heartbeat = undefined
  link.subscribedAt = undefined
  const { socket } = link
  link.socket = undefined
  try {
    socket?.terminate()
  } catch {
    // It is gone already: nothing is left to cut.
  }
}

const sendWhenOpen = (link: Link, texts: () => readonly string[]): void => {
  if (link.state !== 'open' && link.state !== 'subscribed') return
  try {
    for (const text of texts()) link.socket?.send(text)
  } catch (error) {
    lose(link, `send-failed: ${messageOf(error)}`)
  }
}

/** Tells a change; false when the listener has moved the connection on. */
const change = (link: Link, state: ConnectionState, reason: string, outageMs?: number): boolean => {
  const { clock, name, onChange } = link.options
  link.state = state
  isolated(link, () => {
    onChange?.({
      connection: name,
      socket: socketName(link),
      state,
      at: clock.now(),
      reason,
      attempt: link.attempt,
      ...(outageMs === undefined ? {} : { outageSeconds: Math.round(outageMs / 1000) }),
    })
  })
  return link.state === state
}

/** Keeps what a listener throws away from the socket, which would take the process down. */
const isolated = ({ options }: Link, call: () => void): void => {
  try {
    call()
  } catch (error) {
    options.onListenerError?.(error)
  }
}

const socketName = (link: Link): string => `${link.options.name}#${link.generation}`

const closeLink = (link: Link): Promise<void> => {
  if (link.state === 'closed') return Promise.resolve()
  const { socket } = link
  link.cancelTimer()
  link.heartbeat?.stop()
  change(link, 'closed', 'closed-by-us')
  if (socket === undefined) return Promise.resolve()
  return new Promise((resolve) => {
    const cancel = link.options.clock.after(GOODBYE_MS, () => finish())
    const finish = (): void => {
      cancel()
      link.onGone = undefined
      release(link)
      resolve()
    }
    link.onGone = finish
    try {
      socket.close()
    } catch {
      finish()
    }
  })
}
