import type { ExecutionReport } from '@bot/core'
import type { PolymarketExecutionOptions } from './execution-options.js'
import type { OrderMemory } from './order-memory.js'

type Listener = (report: ExecutionReport) => void
/** Who hears of our orders; the memory hears first. */
export type ReportListeners = Readonly<{
  memory: OrderMemory
  /** Adds a listener; the returned function removes it. */
  add: (listener: Listener) => () => void
  /** Tells the memory alone. */
  hear: Listener
  emit: Listener
  clear: () => void
}>

/** What a listener throws is a problem, and keeps no other from hearing. */
export const createReportListeners = (
  { clock, onProblem }: Pick<PolymarketExecutionOptions, 'clock' | 'onProblem'>,
  memory: OrderMemory,
): ReportListeners => {
  const all = new Set<{ listener: Listener }>()
  const hear: Listener = (report) => memory.hear(report, clock.now())
  return {
    memory,
    hear,
    add: (listener) => {
      const entry = { listener }
      all.add(entry)
      return () => void all.delete(entry)
    },
    emit: (report) => {
      hear(report)
      for (const { listener } of all) {
        try {
          listener(report)
        } catch (cause) {
          onProblem({ during: 'listener', cause })
        }
      }
    },
    clear: () => all.clear(),
  }
}
