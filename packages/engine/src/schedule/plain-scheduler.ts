import {
  defaultLevels,
  meetsLevels,
  type Refusal,
  type Scheduler,
  type Signal,
  type Strategy,
} from '@bot/core'

/**
 * Makes the basic engine's scheduler: every signal that meets its strategy's declared thresholds is taken, in the
 * order it came, up to a number a scan. No loosening, no ranking. Used when the cascade is off or failed.
 */
export const createPlainScheduler = (
  strategies: readonly Strategy[],
  maxSignalsPerScan: number,
): Scheduler => {
  const levels = new Map(strategies.map((each) => [each.name, defaultLevels(each.thresholds)]))
  const declared = new Map(strategies.map((each) => [each.name, each.thresholds]))
  const benched = new Map<string, number>()
  let scans = 0
  let found = 0
  return {
    eligible: (strategy, now) => (benched.get(strategy) ?? 0) <= now,
    failed: (strategy, _cause, _reason, now) => void benched.set(strategy, now + 60_000),
    choose: ({ signals, scan }) => {
      if (scan !== undefined) scans += 1
      const taken: Signal[] = []
      const refused: Refusal[] = []
      for (const signal of signals) {
        const wanted = declared.get(signal.strategy) ?? {}
        if (!meetsLevels(wanted, levels.get(signal.strategy) ?? {}, signal.measured)) {
          refused.push(refuse(signal, 'below-threshold'))
        } else if (taken.length >= maxSignalsPerScan) refused.push(refuse(signal, 'capacity-full'))
        else taken.push(signal)
      }
      found += taken.length
      return { taken, refused, audit: { scheduler: 'plain', taken: taken.length } }
    },
    observe: () => {},
    status: () => ({
      cascade_enabled: false,
      total_scans: scans,
      signals_found: found,
      retries_needed: 0,
      threshold_reductions: 0,
      avg_signals_per_scan: scans === 0 ? 0 : found / scans,
      strategy_success: {},
    }),
  }
}

const refuse = (signal: Signal, refused: string): Refusal => ({
  kind: 'refusal',
  refused,
  step: 'chosen',
  by: signal.strategy,
  subject: signal.token,
  context: { measured: signal.measured },
})
