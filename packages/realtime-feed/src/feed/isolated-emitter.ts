import { type Clock, messageOf } from '@bot/core'
import { EventEmitter } from 'eventemitter3'
import type { FeedEventMap } from './feed-events.js'

/** Listeners by name, kept apart: one that throws harms no other, and not the feed. */
export type IsolatedEmitter = Readonly<{
  /** Adds a listener; the returned function removes it. */
  on: <K extends keyof FeedEventMap>(name: K, listener: FeedEventMap[K]) => () => void
  emit: <K extends keyof FeedEventMap>(name: K, ...values: Parameters<FeedEventMap[K]>) => void
  /** How many calls threw. */
  errors: () => number
  clear: () => void
}>

/** Makes an emitter; a listener that throws is counted and told as a `problem`. */
export const createIsolatedEmitter = (clock: Clock): IsolatedEmitter => {
  const emitter = new EventEmitter()
  let errors = 0
  const onThrown = (name: string, cause: unknown): void => {
    errors += 1
    if (name === 'problem') return
    const message = `A listener of '${name}' threw: ${messageOf(cause)}`
    emitter.emit('problem', { kind: 'listener-threw', message, at: clock.now(), cause })
  }
  return {
    on: (name, listener) => {
      const call = listener as (...values: readonly unknown[]) => void
      const isolated = (...values: readonly unknown[]): void => {
        try {
          call(...values)
        } catch (cause) {
          onThrown(name, cause)
        }
      }
      emitter.on(name, isolated)
      return () => void emitter.off(name, isolated)
    },
    emit: (name, ...values) => void emitter.emit(name, ...values),
    errors: () => errors,
    clear: () => void emitter.removeAllListeners(),
  }
}
