import { type Clock, messageOf } from '@bot/core'

const CLOSED_MS = 2_000

/** What connections come through: a listener on a port, or the way in within this process. */
export type Door = Readonly<{
  /** Cuts every connection and refuses new ones. */
  shut: () => Promise<void>
  /** Refuses new connections; those that are open live on. */
  refuse: () => Promise<void>
  /** Takes connections again. */
  open: () => Promise<void>
}>

/** Shuts the doors of a venue for a while. */
export type Restarts = Readonly<{
  /** Shuts (or, with `refuse`, takes no new connections) for `forMs`, default 2,000; the returned function opens. */
  close: (how: 'shut' | 'refuse', forMs?: number) => () => void
  attach: (door: Door) => void
  /** Shuts the doors for good. */
  stop: () => Promise<void>
}>

/** Makes it; a door that is attached later is open. */
export const createRestarts = (
  clock: Clock,
  log: (message: string, details?: object) => void,
): Restarts => {
  const doors = new Set<Door>()
  let cancel: () => void = () => {}
  const each = (act: 'shut' | 'refuse' | 'open'): void => {
    for (const door of doors) {
      door[act]().catch((cause: unknown) => {
        log('A way in could not change', { act, cause: messageOf(cause) })
      })
    }
  }
  const reopen = (): void => {
    cancel()
    each('open')
  }
  return {
    close: (how, forMs = CLOSED_MS) => {
      cancel()
      each(how)
      cancel = clock.after(forMs, reopen)
      return reopen
    },
    attach: (door) => void doors.add(door),
    stop: async () => {
      cancel()
      await Promise.all([...doors].map((door) => door.shut()))
    },
  }
}
