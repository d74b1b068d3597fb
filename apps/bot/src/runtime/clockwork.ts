import type { Arrived, Clock, Engine } from '@bot/core'
import { type RunLoop, scanSlices } from '@bot/engine'

/** The beats of a live run: a timer every second, a scan every interval. */
export type Clockwork = Readonly<{
  scans: () => Readonly<{ total: number; lastAt: number | null; lastMillis: number | null }>
  stop: () => void
}>

/** What the clockwork drives. */
export type ClockworkOptions = Readonly<{
  engine: Engine
  loop: RunLoop
  clock: Clock
  scanEveryMs: number
  sliceSize: number
}>

const TIMER_MS = 1_000
/** Markets and books need a moment before the first scan sees anything. */
const FIRST_SCAN_MS = 3_000

/**
 * Starts the beats. A scan is cut into slices with room between them for what arrives meanwhile; the next scan is due
 * one interval after the last began, also when it failed: there is always a next one.
 */
export const startClockwork = (options: ClockworkOptions): Clockwork => {
  const { engine, loop, clock, scanEveryMs, sliceSize } = options
  let number = 0
  let total = 0
  let lastAt: number | null = null
  let lastMillis: number | null = null
  let stopped = false
  let cancelTimer: () => void = () => {}
  let cancelScan: () => void = () => {}
  let cancelSlice: () => void = () => {}

  const beat = (): void => {
    cancelTimer = clock.after(TIMER_MS, beat)
    const at = clock.now()
    loop.take([{ at, event: { type: 'timer', name: 'second' } }])
  }
  const scan = (): void => {
    cancelScan = clock.after(scanEveryMs, scan)
    cancelSlice()
    number += 1
    const began = clock.now()
    const slices = [...scanSlices(number, engine.subjects(), sliceSize)]
    const next = (): void => {
      const slice = slices.shift()
      if (slice === undefined || stopped) return
      const arrived: Arrived = { at: clock.now(), event: slice }
      loop.take([arrived])
      if (!slice.last) {
        cancelSlice = clock.after(0, next)
        return
      }
      total += 1
      lastAt = clock.now()
      lastMillis = lastAt - began
    }
    next()
  }
  beat()
  cancelScan = clock.after(Math.min(FIRST_SCAN_MS, scanEveryMs), scan)
  return {
    scans: () => ({ total, lastAt, lastMillis }),
    stop: () => {
      stopped = true
      cancelTimer()
      cancelScan()
      cancelSlice()
    },
  }
}
