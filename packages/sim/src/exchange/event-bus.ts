import type { ExchangeEvent } from './exchange-event.js'

/** Holds events back until the action that caused them is complete, then hands them out in order. */
export type EventBus = Readonly<{
  emit: (event: ExchangeEvent) => void
  heard: () => boolean
  drain: () => void
  subscribe: (listener: (event: ExchangeEvent) => void) => () => void
}>

/**
 * Makes a bus. A listener may act on the exchange: what that causes comes after what is already waiting.
 *
 * A listener that throws does not keep the others from hearing; the first such error is thrown at the end.
 */
export const createBus = (): EventBus => {
  const listeners = new Set<(event: ExchangeEvent) => void>()
  let waiting: ExchangeEvent[] = []
  let draining = false
  const deliver = (errors: unknown[]): void => {
    for (let i = 0; i < waiting.length; i++) {
      for (const listener of listeners) {
        try {
          listener(waiting[i] as ExchangeEvent)
        } catch (error) {
          errors.push(error)
        }
      }
    }
    waiting = []
  }
  return {
    emit: (event) => {
      if (listeners.size > 0) waiting.push(event)
    },
    heard: () => listeners.size > 0,
    drain: () => {
      if (draining || waiting.length === 0) return
      const errors: unknown[] = []
      draining = true
      deliver(errors)
      draining = false
      if (errors.length > 0) throw errors[0]
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
