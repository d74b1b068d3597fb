import type { Door } from '../http/restarts.js'

/** The way into a venue without a network, which can be shut as a listener can. */
export type InProcessDoor = Door &
  Readonly<{
    isOpen: () => boolean
    /** Remembers a connection, to be cut when the door shuts; the returned function forgets it. */
    hold: (cut: () => void) => () => void
  }>

/** Makes an open door. */
export const createInProcessDoor = (): InProcessDoor => {
  const cuts = new Set<() => void>()
  let isOpen = true
  return {
    isOpen: () => isOpen,
    hold: (cut) => {
      cuts.add(cut)
      return () => void cuts.delete(cut)
    },
    shut: async () => {
      isOpen = false
      for (const cut of [...cuts]) cut()
      cuts.clear()
    },
    refuse: async () => {
      isOpen = false
    },
    open: async () => {
      isOpen = true
    },
  }
}
