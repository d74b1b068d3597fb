import { type Clock, messageOf } from '@bot/core'
import type { Fault } from '../faults/fault.js'

const RESTART_MS = 2_000

/** What connections come through: a listener on a port, or the way in within this process. */
export type Door = Readonly<{
  /** Cuts every connection and refuses new ones. */
  shut: () => Promise<void>
  /** Takes connections again. */
  open: () => Promise<void>
}>

/** Shuts the doors when a `restart` fault is set, and opens them again when that is over. */
export type Restarts = Readonly<{
  onFault: (fault: Fault) => void
  attach: (door: Door) => void
  /** Shuts the doors for good. */
  stop: () => Promise<void>
}>

/** Makes it. */
export const createRestarts = (
  clock: Clock,
  log: (message: string, details?: object) => void,
): Restarts => {
  const doors = new Set<Door>()
  let cancel: () => void = () => {}
  const reopen = (): void => {
    for (const door of doors) {
      door.open().catch((cause: unknown) => {
        log('The server could not listen again', { cause: messageOf(cause) })
      })
    }
  }
  return {
    onFault: (fault) => {
      if (fault.kind !== 'restart') return
      cancel()
      for (const door of doors) void door.shut()
      cancel = clock.after(fault.forMs ?? RESTART_MS, reopen)
    },
    attach: (door) => void doors.add(door),
    stop: async () => {
      cancel()
      await Promise.all([...doors].map((door) => door.shut()))
    },
  }
}
