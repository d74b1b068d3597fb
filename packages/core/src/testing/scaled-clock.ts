import { timeMs } from '../brand.js'
import type { Clock } from '../ports/clock.js'

/** Makes a clock whose time runs `factor` times as fast as the given one, from the same start. */
export const createScaledClock = (base: Clock, factor: number): Clock => {
  const start = base.now()
  return {
    now: () => timeMs(Math.round(start + (base.now() - start) * factor)),
    after: (delayMs, task) => base.after(delayMs / factor, task),
  }
}
