import { type Arrived, type Engine, type Event, type Stamped, type TimeMs, timeMs } from '@bot/core'
import type { RunLoop } from './create-run-loop.js'
import { scanSlices } from './scan-slices.js'

/** One moment of a tape: what arrived together. */
export type TapeMoment = Readonly<{ at: TimeMs; arrived: readonly Arrived[] }>

/** What a run over a tape is made of. */
export type BacktestParts = Readonly<{
  engine: Engine
  loop: RunLoop
  /** Moments in their order, in batches of any size. */
  tape: AsyncIterable<readonly TapeMoment[]> | Iterable<readonly TapeMoment[]>
  /** Milliseconds between scans; they fall on exact multiples of it in the tape's time. */
  scanEveryMs: number
  /** Milliseconds between timers, likewise. Default 1,000. */
  timerEveryMs?: number
  sliceSize: number
  /** Whether a command is in flight: only then is `idle` awaited, which keeps a tape as fast as its events. */
  busy: () => boolean
  /** Resolves when no command is in flight. */
  idle: () => Promise<void>
  signal?: AbortSignal
}>

/** How a tape ended. */
export type BacktestResult = Readonly<{
  moments: number
  scans: number
  from: TimeMs | undefined
  to: TimeMs | undefined
}>

/**
 * Runs the engine over a tape as if it happened now: the same loop, timers made from the tape's own time.
 *
 * Everything it does is decided by the tape, so that running it twice decides the same.
 */
export const backtest = async (parts: BacktestParts): Promise<BacktestResult> => {
  let scans = 0
  let moments = 0
  let from: TimeMs | undefined
  let to: TimeMs | undefined
  const { scanEveryMs, timerEveryMs = 1_000 } = parts
  let nextTimer = 0
  let nextScan = 0
  const settle = async (): Promise<void> => {
    while (parts.busy()) await parts.idle()
  }
  const eventsAt = (when: number): readonly Event[] => {
    const events: Event[] = []
    if (when === nextTimer) {
      nextTimer += timerEveryMs
      events.push({ type: 'timer', name: 'second' })
    }
    if (when === nextScan) {
      nextScan += scanEveryMs
      scans += 1
      events.push(...scanSlices(scans, parts.engine.subjects(), parts.sliceSize))
    }
    return events
  }
  const passUntil = async (until: number): Promise<void> => {
    for (let when = Math.min(nextTimer, nextScan); when <= until; ) {
      const at = timeMs(when)
      parts.loop.take(eventsAt(when).map((event) => ({ at, venueAt: at, event })))
      if (parts.busy()) await settle()
      when = Math.min(nextTimer, nextScan)
    }
  }
  for await (const batch of parts.tape) {
    for (const moment of batch) {
      if (parts.signal?.aborted === true) return { moments, scans, from, to }
      moments += 1
      if (from === undefined) {
        from = moment.at
        nextTimer = Math.ceil(moment.at / timerEveryMs) * timerEveryMs
        nextScan = Math.ceil(moment.at / scanEveryMs) * scanEveryMs
      }
      if (moment.at > Math.min(nextTimer, nextScan)) await passUntil(moment.at - 1)
      to = moment.at
      parts.loop.take(moment.arrived)
      if (parts.busy()) await settle()
    }
  }
  if (to !== undefined) await passUntil(to + scanEveryMs)
  return { moments, scans, from, to }
}

/** Feeds journalled events to an engine in their order; commands come out of the ticks but nothing is performed. */
export const replay = async (
  engine: Engine,
  entries: AsyncIterable<Stamped> | Iterable<Stamped>,
  onTick: (stamped: Stamped, tick: ReturnType<Engine['process']>) => void,
): Promise<number> => {
  let count = 0
  for await (const stamped of entries) {
    onTick(stamped, engine.process(stamped))
    count += 1
  }
  return count
}
