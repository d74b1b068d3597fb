import { type Clock, timeMs } from '@bot/core'

/** The machine's clock, at the edge where effects belong. */
export const systemClock: Clock = {
  now: () => timeMs(Date.now()),
  after: (delayMs, task) => {
    const timer = setTimeout(task, delayMs)
    return () => clearTimeout(timer)
  },
}
