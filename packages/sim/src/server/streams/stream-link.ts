import type { Clock } from '@bot/core'
import type { FaultBook } from '../faults/fault-book.js'
import type { FaultScope } from '../faults/fault-scope.js'
import type { ServerRules } from '../server-rules.js'
import { createOutlet } from './create-outlet.js'
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
  /** Where faults find this socket. */
  scopes: readonly FaultScope[]
  /** Whether `PING` is answered with `PONG`; else it is a text like any other. */
  answersPing: boolean
  onText: (text: string, link: StreamLink) => void
  onOpen?: (link: StreamLink) => void
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
  parts.onOpen?.(link)
  return {
    onText: (text) => {
      if (out.isDead()) return
      idle.touch()
      if (text === 'PING' && parts.answersPing) out.pong()
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
