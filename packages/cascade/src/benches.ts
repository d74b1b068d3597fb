import type { Scheduler, TimeMs } from '@bot/core'

type Bench = Readonly<{
  until: number
  failures: number
  cause: 'threw' | 'overran'
  reason: string
}>

/** Who may not run, until when, and why. */
export type Benches = Pick<Scheduler, 'eligible' | 'failed' | 'status'>

/**
 * Makes empty benches. Each failure benches a strategy for twice as long as the one before, up to `maxBenchMs`; one
 * that ran that long without a failure starts anew. All on the events' time.
 */
export const createBenches = ({
  benchMs,
  maxBenchMs,
}: Readonly<{ benchMs: number; maxBenchMs: number }>): Benches => {
  const benches = new Map<string, Bench>()
  return {
    eligible: (strategy, now) => (benches.get(strategy)?.until ?? 0) <= now,
    failed: (strategy, cause, reason, now) => {
      const before = benches.get(strategy)
      const forgiven = before === undefined || now - before.until >= maxBenchMs
      const failures = forgiven ? 1 : before.failures + 1
      const delay = Math.min(maxBenchMs, benchMs * 2 ** Math.min(30, failures - 1))
      benches.set(strategy, { until: now + delay, failures, cause, reason })
    },
    status: (now: TimeMs) => {
      const current = [...benches].filter(([, { until }]) => until > now)
      return {
        benches: Object.fromEntries(current.map(([name, { until }]) => [name, until])),
        bench_reasons: Object.fromEntries(
          current.map(([name, { failures, cause, reason }]) => [name, { failures, cause, reason }]),
        ),
      }
    },
  }
}
