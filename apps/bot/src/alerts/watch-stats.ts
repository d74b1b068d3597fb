import type { Clock } from '@bot/core'
import type { StatsSource } from '../stats/stats-source.js'
import type { Alert } from './alert-text.js'

/** What is watched, and where alerts go. */
export type WatchOptions = Readonly<{
  source: StatsSource
  send: (alert: Alert) => void
  clock: Clock
  summaryHours: number
  /** Hears of what could not be read; the next change tries again. */
  onError: (thrown: unknown) => void
}>

type Topic = Parameters<Parameters<StatsSource['changes']>[0]>[0]

const HOUR_MS = 3_600_000
const GAP_MS = 1_000

/**
 * Turns what is new in the stats into alerts: signals, bought and sold shares, a halt, and a summary now and then.
 *
 * What was there before is not told again. It reads a second after a change, never inside it: the loop does not wait
 * for alerts, and what fails here does not reach it. The returned function stops it.
 */
export const watchStats = (options: WatchOptions): (() => void) => {
  const { source, send, clock, summaryHours, onError } = options
  const changed = new Set<Topic>()
  let cancelRead: (() => void) | undefined
  let seenTrades = new Set(source.trades().map((trade) => trade.id))
  let seenSignal = source.signals()[0]?.seq ?? -1
  let halted = source.status().halted
  let stopSummary: () => void = () => undefined

  const tellTrades = (): void => {
    const trades = source.trades()
    for (const trade of trades.filter(({ id }) => !seenTrades.has(id)).reverse())
      send({ kind: trade.side === 'sell' ? 'exit' : 'entry', trade })
    seenTrades = new Set(trades.map((trade) => trade.id))
  }
  const tellSignals = (): void => {
    const fresh = source.signals().filter((signal) => signal.seq > seenSignal)
    for (const signal of [...fresh].reverse()) send({ kind: 'signal', signal })
    seenSignal = Math.max(seenSignal, ...fresh.map((signal) => signal.seq))
  }
  const tellHalt = (): void => {
    const now = source.status().halted
    if (now !== null && now !== halted) send({ kind: 'notice', text: `HALTED: ${now}` })
    halted = now
  }
  const read = (): void => {
    cancelRead = undefined
    const topics = new Set(changed)
    changed.clear()
    try {
      if (topics.has('signals')) tellSignals()
      if (topics.has('trades')) tellTrades()
      if (topics.has('status')) tellHalt()
    } catch (thrown) {
      onError(thrown)
    }
  }
  const summarise = (): void => {
    stopSummary = clock.after(summaryHours * HOUR_MS, () => {
      try {
        send({ kind: 'summary', status: source.status() })
      } catch (thrown) {
        onError(thrown)
      }
      summarise()
    })
  }

  summarise()
  const stopChanges = source.changes((topic) => {
    changed.add(topic)
    cancelRead ??= clock.after(GAP_MS, read)
  })
  return () => {
    stopChanges()
    stopSummary()
    cancelRead?.()
  }
}
