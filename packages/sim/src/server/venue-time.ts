import { type Clock, messageOf, type TimeMs, timeMs } from '@bot/core'
import type { SimExchange } from '../exchange/exchange.js'

const STEP_MS = 50

/** The venue's time: moved on by itself while it runs, before each request, and by scripts. */
export type VenueTime = Readonly<{
  catchUp: () => void
  start: () => void
  stop: () => void
  /** Moves the venue on by so many milliseconds of its own time at once. */
  advance: (ms: number) => void
  speed: () => number
  setSpeed: (speed: number) => void
  /** Runs a task once the venue's time moved on by so much; the returned function calls it off. */
  after: (delayMs: number, task: () => void) => () => void
}>

type TimeParts = Readonly<{
  exchange: SimExchange
  generator?: Readonly<{ step: (untilAt: TimeMs) => void }>
  clock: Clock
  speed?: number
  stepMs?: number
  log: (message: string, details?: object) => void
}>

type Waiting = Readonly<{ dueAt: number; task: () => void }>

/**
 * Makes the venue's time from a clock: from now on `speed` times as fast. It never goes back: an exchange that was
 * saved while it ran ahead of the clock goes on from where it was.
 */
export const createVenueTime = (parts: TimeParts): VenueTime => {
  const { exchange, generator, clock, stepMs = STEP_MS } = parts
  let speed = parts.speed ?? 1
  let startedAt = clock.now()
  let base = Math.max(startedAt, exchange.actualNow())
  let cancel: () => void = () => {}
  const waiting = new Set<Waiting>()
  const now = (): TimeMs => timeMs(Math.round(base + (clock.now() - startedAt) * speed))
  const rebase = (ahead: number): void => {
    base = now() + ahead
    startedAt = clock.now()
  }
  const runDue = (): void => {
    const at = exchange.actualNow()
    const due = [...waiting].filter(({ dueAt }) => dueAt <= at).sort((a, b) => a.dueAt - b.dueAt)
    for (const entry of due) if (waiting.delete(entry)) entry.task()
  }
  const catchUp = (): void => {
    exchange.advanceTo(now())
    runDue()
  }
  const move = (): void => {
    const at = now()
    try {
      generator?.step(at)
      catchUp()
    } catch (cause) {
      parts.log('The exchange could not be moved on', { at, cause: messageOf(cause) })
    }
  }
  const step = (): void => {
    move()
    cancel = clock.after(stepMs, step)
  }
  return {
    catchUp,
    start: step,
    stop: () => {
      cancel()
      waiting.clear()
    },
    advance: (ms) => {
      rebase(ms)
      move()
    },
    speed: () => speed,
    setSpeed: (given) => {
      rebase(0)
      speed = given
    },
    after: (delayMs, task) => {
      const entry: Waiting = { dueAt: exchange.actualNow() + delayMs, task }
      waiting.add(entry)
      return () => void waiting.delete(entry)
    },
  }
}
