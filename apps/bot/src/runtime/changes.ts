import type { Stamped, Tick } from '@bot/core'
import type { StatsSource } from '../stats/stats-source.js'

type Listener = Parameters<StatsSource['changes']>[0]

/** Tells pages and alerts what changed. */
export type Changes = Readonly<{
  observe: (stamped: Stamped, tick: Tick) => void
  subscribe: StatsSource['changes']
}>

/** Makes a bell that nobody hears yet. */
export const createChanges = (onListenerFailed: (thrown: unknown) => void): Changes => {
  const listeners = new Set<Listener>()
  const ring: Listener = (topic) => {
    for (const listener of listeners) {
      try {
        listener(topic)
      } catch (thrown) {
        onListenerFailed(thrown)
      }
    }
  }
  return {
    observe: ({ event }, tick) => {
      if (tick.decisions.some((decision) => decision.kind === 'signal')) ring('signals')
      if (event.type === 'execution' || event.type === 'settlement') {
        ring('trades')
        ring('positions')
      }
      if (event.type === 'fact' && event.kind === 'wallet') ring('whales')
      if (event.type === 'timer' || event.type === 'scan-slice') ring('status')
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
