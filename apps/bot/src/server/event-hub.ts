import type { Clock } from '@bot/core'
import type { StatsSource } from '../stats/stats-source.js'

/** Who listens to changes: takes text of the server-sent events format. */
export type EventListener = (text: string) => void

/** Sends what changed to everyone who listens. */
export type EventHub = Readonly<{
  /** Sends everything once, then each change; the returned function stops it. */
  join: (listener: EventListener) => () => void
  listeners: () => number
  close: () => void
}>

/** What the hub works with. A failing source is reported, and the next change tries again. */
export type EventHubOptions = Readonly<{
  source: StatsSource
  clock: Clock
  onError: (topic: string, thrown: unknown) => void
}>

type Topic = Parameters<Parameters<StatsSource['changes']>[0]>[0]

const TOPICS: readonly Topic[] = ['status', 'positions', 'trades', 'signals', 'whales']
/** Each topic at most once in this time: a busy market changes far more often than a person can read. */
const GAP_MS = 1_000
const HEARTBEAT_MS = 15_000
/** Time passes for ages and uptime although nothing changes. */
const STATUS_MS = 5_000

/**
 * Makes a hub. While nobody listens it costs nothing. Text is made on a timer, never inside the caller's change, so
 * that neither its cost nor its failure reaches the loop.
 */
export const createEventHub = ({ source, clock, onError }: EventHubOptions): EventHub => {
  const listeners = new Set<EventListener>()
  const lastSent = new Map<Topic, number>()
  const timers = new Map<string, () => void>()
  let stopChanges: (() => void) | undefined

  const text = (topic: Topic): string => {
    try {
      return `event: ${topic}\ndata: ${JSON.stringify(source[topic]())}\n\n`
    } catch (thrown) {
      onError(topic, thrown)
      return ''
    }
  }
  const sendAll = (message: string): void => {
    if (message !== '') for (const listener of listeners) listener(message)
  }
  const after = (name: string, delayMs: number, task: () => void): void => {
    timers.get(name)?.()
    timers.set(
      name,
      clock.after(delayMs, () => {
        timers.delete(name)
        task()
      }),
    )
  }
  const send = (topic: Topic): void => {
    lastSent.set(topic, clock.now())
    sendAll(text(topic))
  }
  const changed = (topic: Topic): void => {
    if (timers.has(topic)) return
    const due = (lastSent.get(topic) ?? 0) + GAP_MS
    after(topic, Math.max(0, due - clock.now()), () => send(topic))
  }
  const repeat = (name: string, everyMs: number, task: () => void): void =>
    after(name, everyMs, () => {
      task()
      repeat(name, everyMs, task)
    })
  const start = (): void => {
    stopChanges = source.changes(changed)
    repeat('heartbeat', HEARTBEAT_MS, () => sendAll(': still here\n\n'))
    repeat('status-anyway', STATUS_MS, () => changed('status'))
  }
  const stop = (): void => {
    stopChanges?.()
    stopChanges = undefined
    for (const cancel of timers.values()) cancel()
    timers.clear()
  }

  return {
    join: (listener) => {
      listeners.add(listener)
      if (listeners.size === 1) start()
      listener(`retry: 2000\n\n${TOPICS.map(text).join('')}`)
      return () => {
        if (listeners.delete(listener) && listeners.size === 0) stop()
      }
    },
    listeners: () => listeners.size,
    close: () => {
      listeners.clear()
      stop()
    },
  }
}
