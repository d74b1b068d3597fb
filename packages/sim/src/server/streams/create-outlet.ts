import type { Clock } from '@bot/core'
import { createDelays } from '../delays.js'
import type { Fault } from '../faults/fault.js'
import type { FaultBook } from '../faults/fault-book.js'
import type { FaultKind } from '../faults/fault-kinds.js'
import type { FaultScope } from '../faults/fault-scope.js'
import type { ServerRules } from '../server-rules.js'
import type { LinkSocket } from './link-socket.js'

/** How late a stalled frame is by default, and how long a frame waits for one that overtakes it. */
const LATE_MS = 1_000

/** What goes out of a socket. */
export type Outlet = Readonly<{
  data: (text: string) => void
  reply: (text: string) => void
  pong: () => void
  /** Whether the line is half open: nothing is read either. */
  isDead: () => boolean
  stop: () => void
}>

type OutletParts = Readonly<{
  socket: LinkSocket
  clock: Clock
  rules: ServerRules
  faults: FaultBook
  /** Where faults find this socket. */
  scopes: readonly FaultScope[]
}>

/** Writes frames, or does what a fault says instead. */
export const createOutlet = (parts: OutletParts): Outlet => {
  const { socket, clock, rules, faults, scopes } = parts
  const delays = createDelays(clock)
  const isDead = createLasting(parts, 'half-open')
  const isSilent = createLasting(parts, 'silence')
  const tooSlow = (): void => socket.close(1013, 'slow consumer: send buffer full')
  const write = (text: string): void => {
    if (!socket.isOpen()) return
    if (socket.buffered() > rules.sendBufferBytes) tooSlow()
    else socket.send(text)
  }
  let overtaken: string | undefined
  const release = (): void => {
    const text = overtaken
    overtaken = undefined
    if (text !== undefined) write(text)
  }
  const broken: Readonly<Partial<Record<FaultKind, (text: string, fault: Fault) => void>>> = {
    stall: (text, fault) => delays.later(fault.delayMs ?? LATE_MS, () => write(text)),
    'wrong-json': (text) => write(text.slice(0, Math.ceil(text.length / 2))),
    disconnect: () => socket.terminate(),
    'slow-consumer': tooSlow,
    'lost-frames': () => {},
    'duplicate-frames': (text) => {
      write(text)
      write(text)
    },
    'reordered-frames': (text, fault) => {
      release()
      overtaken = text
      delays.later(fault.delayMs ?? LATE_MS, release)
    },
  }
  const kinds = Object.keys(broken) as FaultKind[]
  const data = (text: string): void => {
    if (isDead(text) || isSilent(text)) return
    const fault = faults.take(scopes, kinds, { text })
    if (fault === undefined) write(text)
    else broken[fault.kind]?.(text, fault)
    if (fault?.kind !== 'reordered-frames') release()
  }
  return {
    data,
    reply: (text) => {
      if (!isDead(text) && !isSilent(text)) write(text)
    },
    pong: () => {
      if (!isDead()) write('PONG')
    },
    isDead: () => isDead(),
    stop: delays.stop,
  }
}

/** Tells of a fault that, once it struck this socket, holds it for as long as the fault lasts. */
const createLasting = (
  { faults, scopes }: OutletParts,
  kind: FaultKind,
): ((text?: string) => boolean) => {
  const struck = new Set<Fault>()
  const holds = (fault: Fault, text: string): boolean => {
    if (!faults.lasts(fault)) struck.delete(fault)
    return struck.has(fault) && (fault.token === undefined || text.includes(`"${fault.token}"`))
  }
  return (text = '') => {
    if ([...struck].some((fault) => holds(fault, text))) return true
    const fault = faults.take(scopes, [kind], { text })
    if (fault !== undefined) struck.add(fault)
    return fault !== undefined
  }
}
