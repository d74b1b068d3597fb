import type { ChoiceRequest, Strategy } from '@bot/core'
import type { Chosen } from './choose-signals.js'

/** The counters that users read under `cascade` in `/api/dynamic_stats`. */
export type Totals = Readonly<{
  count: (request: ChoiceRequest, chosen: Chosen) => void
  status: () => Readonly<Record<string, unknown>>
}>

/** Makes counters at 0. Strategies go by their titles, as people know them. */
export const createTotals = (strategies: readonly Strategy[]): Totals => {
  const titles = new Map(strategies.map(({ name, title }) => [name, title]))
  const success = new Map(strategies.map(({ title }) => [title, 0]))
  let scans = 0
  let found = 0
  let foundInScans = 0
  let retries = 0
  let lowered = 0
  return {
    count: ({ scan }, chosen) => {
      const taken = chosen.taken.length
      found += taken
      retries += chosen.retries
      lowered += chosen.lowered
      if (scan !== undefined) {
        scans += 1
        foundInScans += taken
      }
      for (const { strategy } of chosen.taken) {
        const title = titles.get(strategy) ?? strategy
        success.set(title, (success.get(title) ?? 0) + 1)
      }
    },
    status: () => ({
      cascade_enabled: true,
      total_scans: scans,
      signals_found: found,
      retries_needed: retries,
      threshold_reductions: lowered,
      avg_signals_per_scan: scans === 0 ? 0 : foundInScans / scans,
      strategy_success: Object.fromEntries(success),
    }),
  }
}
