import type { LinkEars } from '../streams/link-socket.js'
import type { StreamServer } from '../streams/stream-server.js'
import type { InProcessDoor } from './in-process-door.js'
import { connectionRefused, networkError } from './network-error.js'

/** What a client hears of its socket; after `onClose` nothing more. 1006 says that the other side vanished. */
export type VenueSocketHandlers = Readonly<{
  onOpen: () => void
  onMessage: (text: string) => void
  onClose: (code: number, reason: string) => void
  /** A close follows. */
  onError: (error: unknown) => void
}>

/** A client's end of a socket. */
export type VenueSocket = Readonly<{
  send: (text: string) => void
  close: () => void
  terminate: () => void
}>

/** Opens a socket to the venue; never throws for a failed connection. Fits `@bot/realtime-feed`'s `OpenSocket`. */
export type OpenVenueSocket = (url: string, handlers: VenueSocketHandlers) => VenueSocket

type SocketParts = Readonly<{ host: string; door: InProcessDoor; admit: StreamServer['admit'] }>

/** Makes it: each end hears of the other in a microtask, in order. */
export const createVenueSockets =
  (parts: SocketParts): OpenVenueSocket =>
  (url, handlers) => {
    const pair = createPair(handlers)
    queueMicrotask(() => connect(parts, new URL(url), pair))
    return pair.client
  }

type Pair = Readonly<{
  client: VenueSocket
  /** Takes the client in; the returned socket is the venue's end. */
  join: (accept: Exclude<ReturnType<StreamServer['admit']>, string>) => void
  isOver: () => boolean
  /** Ends it without a close frame. */
  cut: () => void
  fail: (error: Error) => void
  onOver: (task: () => void) => void
}>

const connect = ({ host, door, admit }: SocketParts, url: URL, pair: Pair): void => {
  if (pair.isOver()) return
  if (url.host !== host) {
    const text = `getaddrinfo ENOTFOUND ${url.hostname}`
    pair.fail(networkError(text, 'ENOTFOUND', 'getaddrinfo'))
    return
  }
  if (!door.isOpen()) {
    pair.fail(connectionRefused(host))
    return
  }
  const admission = admit(url.pathname)
  if (admission === 'reset') pair.fail(networkError('socket hang up', 'ECONNRESET'))
  else if (admission === 'not-found') pair.fail(new Error('Unexpected server response: 404'))
  else {
    pair.onOver(door.hold(pair.cut))
    pair.join(admission)
  }
}

const NO_CODE = 1005
const VANISHED = 1006

const createPair = (handlers: VenueSocketHandlers): Pair => {
  let phase: 'opening' | 'open' | 'over' = 'opening'
  let deaf = false
  let ears: LinkEars | undefined
  let onOver: () => void = () => {}
  const toClient = (task: () => void): void =>
    queueMicrotask(() => {
      if (!deaf) task()
    })
  const finish = (code: number, reason: string, error?: Error): void => {
    if (phase === 'over') return
    phase = 'over'
    onOver()
    ears?.onClose()
    queueMicrotask(() => {
      deaf = true
      if (error !== undefined) handlers.onError(error)
      handlers.onClose(code, reason)
    })
  }
  const cut = (): void => finish(VANISHED, '')
  const leave = (code: number, silently: boolean): void => {
    if (silently) deaf = true
    if (phase === 'opening') finish(VANISHED, '', new Error(EARLY))
    else queueMicrotask(() => finish(code, ''))
  }
  return {
    client: {
      send: (text) => {
        if (phase === 'opening') throw new Error('WebSocket is not open: readyState 0 (CONNECTING)')
        queueMicrotask(() => {
          if (phase === 'open') ears?.onText(text)
        })
      },
      close: () => leave(NO_CODE, false),
      terminate: () => leave(VANISHED, true),
    },
    join: (accept) => {
      phase = 'open'
      toClient(handlers.onOpen)
      ears = accept({
        isOpen: () => phase === 'open',
        buffered: () => 0,
        send: (text) => toClient(() => handlers.onMessage(text)),
        close: finish,
        terminate: cut,
      })
    },
    isOver: () => phase === 'over',
    cut,
    fail: (error) => finish(VANISHED, '', error),
    onOver: (task) => {
      onOver = task
    },
  }
}

const EARLY = 'WebSocket was closed before the connection was established'
