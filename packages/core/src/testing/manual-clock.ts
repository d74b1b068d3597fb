import { type TimeMs, timeMs } from '../brand.js'
import type { Clock } from '../ports/clock.js'

/** A clock that moves only when told. */
export type ManualClock = Clock &
  Readonly<{
    /** Moves on by `ms`, running due timers in the order of their time, each at its own time. */
    advance: (ms: number) => void
    /** As `advance`, and lets pending promises settle after each timer and at the end. */
    advanceAsync: (ms: number) => Promise<void>
    /** How many timers wait. */
    pending: () => number
  }>

type Timer = Readonly<{ at: number; order: number; task: () => void }>

/** Makes a clock that stands at `start` (Unix milliseconds). */
export const createManualClock = (start = 1_700_000_000_000): ManualClock => {
  let now = start
  let order = 0
  const timers = new Set<Timer>()
  const nextDue = (until: number): Timer | undefined =>
    [...timers].filter((t) => t.at <= until).sort((a, b) => a.at - b.at || a.order - b.order)[0]
  const runNext = (until: number): boolean => {
    const timer = nextDue(until)
    if (timer === undefined) return false
    timers.delete(timer)
    now = Math.max(now, timer.at)
    timer.task()
    return true
  }
  return {
    now: (): TimeMs => timeMs(now),
    after: (delayMs, task) => {
      const timer: Timer = { at: now + Math.max(0, delayMs), order: order++, task }
      timers.add(timer)
      return () => void timers.delete(timer)
    },
    advance: (ms) => {
      const until = now + ms
      while (runNext(until)) {}
      now = until
    },
    advanceAsync: async (ms) => {
      const until = now + ms
      await settle()
      while (runNext(until)) await settle()
      now = until
      await settle()
    },
    pending: () => timers.size,
  }
}

const settle = async (): Promise<void> => {
  for (let i = 0; i < 20; i++) await Promise.resolve()
}
