import { type Clock, messageOf } from '@bot/core'
import type { Fault } from '../faults/fault.js'
import type { VenueListener } from './venue-listener.js'

const RESTART_MS = 2_000

/** Closes the listener when a `restart` fault is set, and opens it again when that is over. */
export type Restarts = Readonly<{
  onFault: (fault: Fault) => void
  attach: (listener: VenueListener) => void
  stop: () => void
}>

/** Makes it; faults that are set before a listener is attached change nothing. */
export const createRestarts = (
  clock: Clock,
  log: (message: string, details?: object) => void,
): Restarts => {
  let listener: VenueListener | undefined
  let cancel: () => void = () => {}
  const reopen = (): void => {
    listener?.open().catch((cause: unknown) => {
      log('The server could not listen again', { cause: messageOf(cause) })
    })
  }
  return {
    onFault: (fault) => {
      if (fault.kind !== 'restart') return
      cancel()
      void listener?.shut()
      cancel = clock.after(fault.forMs ?? RESTART_MS, reopen)
    },
    attach: (opened) => {
      listener = opened
    },
    stop: () => {
      cancel()
      listener = undefined
    },
  }
}
