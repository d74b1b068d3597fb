import type { Clock } from '@bot/core'
import { createDelays } from '../delays.js'
import type { Fault, FaultKind } from '../faults/fault.js'
import type { FaultBook } from '../faults/fault-book.js'
import type { ServerRules } from '../server-rules.js'
import type { LinkEars, LinkSocket } from './link-socket.js'

/** One client's socket with the venue's manners: PONG, idle cut, slow-consumer close, and the faults. */
export type StreamLink = Readonly<{
  /** Sends a frame of data. */
  send: (text: string) => void
  /** Sends a reply to a client's frame. */
  reply: (text: string) => void
  /** Closes with a close frame. */
  close: (code: number, reason: string) => void
  /** Cuts the connection without a close frame. */
  cut: () => void
}>

type LinkParts = Readonly<{
  socket: LinkSocket
  clock: Clock
  rules: ServerRules
  faults: FaultBook
  onText: (text: string, link: StreamLink) => void
  onClose: (link: StreamLink) => void
}>

/** Wraps a socket; returns what is to be told of it. */
export const createStreamLink = (parts: LinkParts): LinkEars => {
  const { socket } = parts
  const idle = createIdleCut(parts)
  const out = createOutlet(parts)
  const link: StreamLink = {
    send: (text) => {
      idle.touch()
      out.data(text)
    },
    reply: (text) => {
      idle.touch()
      out.reply(text)
    },
    close: socket.close,
    cut: socket.terminate,
  }
  return {
    onText: (text) => {
      idle.touch()
      if (text === 'PING') out.pong()
      else parts.onText(text, link)
    },
    onClose: () => {
      idle.stop()
      out.stop()
      parts.onClose(link)
    },
  }
}

/** Cuts the connection once nothing went either way for `idleMs`. */
const createIdleCut = ({
  socket,
  clock,
  rules,
}: LinkParts): { touch: () => void; stop: () => void } => {
  let last: number = clock.now()
  let cancel: () => void = () => {}
  const watch = (): void => {
    const left = last + rules.idleMs - clock.now()
    if (left <= 0) socket.terminate()
    else cancel = clock.after(left, watch)
  }
  watch()
  return {
    touch: () => {
      last = clock.now()
    },
    stop: () => cancel(),
  }
}

/** How late a stalled frame is by default. */
const STALL_MS = 1_000

type Outlet = Readonly<{
  data: (text: string) => void
  reply: (text: string) => void
  pong: () => void
  stop: () => void
}>

/** Writes frames, or does what a fault says instead. */
const createOutlet = ({ socket, clock, rules, faults }: LinkParts): Outlet => {
  const delays = createDelays(clock)
  const write = (text: string): void => {
    if (!socket.isOpen()) return
    if (socket.buffered() > rules.sendBufferBytes) {
      socket.close(1013, 'slow consumer: send buffer full')
      return
    }
    socket.send(text)
  }
  const broken: Readonly<Partial<Record<FaultKind, (text: string, fault: Fault) => void>>> = {
    'half-open': () => {},
    silence: () => {},
    stall: (text, fault) => delays.later(fault.delayMs ?? STALL_MS, () => write(text)),
    'wrong-json': (text) => write(text.slice(0, Math.ceil(text.length / 2))),
    disconnect: () => socket.terminate(),
    'duplicate-frames': (text) => {
      write(text)
      write(text)
    },
  }
  const kinds = Object.keys(broken) as FaultKind[]
  const through = (text: string): void => {
    const fault = faults.take('ws', kinds)
    const act = fault === undefined ? undefined : broken[fault.kind]
    if (fault === undefined || act === undefined) write(text)
    else act(text, fault)
  }
  return {
    data: through,
    reply: (text) => {
      if (faults.peek('ws', ['half-open', 'silence']) === undefined) write(text)
    },
    pong: () => {
      if (faults.peek('ws', ['half-open']) === undefined) write('PONG')
    },
    stop: delays.stop,
  }
}
