import { type Clock, messageOf, type TimeMs, timeMs } from '@bot/core'
import type { SimExchange } from '../exchange/exchange.js'

const STEP_MS = 50

/** The venue's time: moved on by itself while it runs, and before each request. */
export type VenueTime = Readonly<{ catchUp: () => void; start: () => void; stop: () => void }>

type TimeParts = Readonly<{
  exchange: SimExchange
  generator?: Readonly<{ step: (untilAt: TimeMs) => void }>
  clock: Clock
  speed?: number
  stepMs?: number
  log: (message: string, details?: object) => void
}>

/**
 * Makes the venue's time from a clock: from now on `speed` times as fast. It never goes back: an exchange that was
 * saved while it ran ahead of the clock goes on from where it was.
 */
export const createVenueTime = (parts: TimeParts): VenueTime => {
  const { exchange, generator, clock, speed = 1, stepMs = STEP_MS } = parts
  const startedAt = clock.now()
  let cancel: () => void = () => {}
  const base = Math.max(startedAt, exchange.now())
  const now = (): TimeMs => timeMs(Math.round(base + (clock.now() - startedAt) * speed))
  const step = (): void => {
    const at = now()
    try {
      generator?.step(at)
      exchange.advanceTo(at)
    } catch (cause) {
      parts.log('The exchange could not be moved on', { at, cause: messageOf(cause) })
    }
    cancel = clock.after(stepMs, step)
  }
  return { catchUp: () => exchange.advanceTo(now()), start: step, stop: () => cancel() }
}
