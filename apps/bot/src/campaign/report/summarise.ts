import type { Violation } from '../checks/violation.js'
import type { ScenarioCounts, ScenarioResult } from '../scenario-result.js'

/** What a campaign came to. */
export type Summary = Readonly<{
  mode: 'in process on virtual time' | 'processes'
  scenarios: number
  firstSeed: number
  lastSeed: number
  violations: readonly (Violation & Readonly<{ seed: number }>)[]
  /** Sums over all scenarios. */
  counts: ScenarioCounts
  /** How often each fault struck, by scope and kind. */
  faults: Readonly<Record<string, number>>
  /** How often a start failed and was tried again, by its cause. */
  failedStarts: Readonly<Record<string, number>>
  /** Seconds from the moment when the last fault was cleared until everything worked. */
  recoverySeconds: Readonly<{ median: number; p99: number; longest: number }>
  notRecovered: number
}>

/** Puts the results of a campaign together; there must be at least one. */
export const summarise = (mode: Summary['mode'], results: readonly ScenarioResult[]): Summary => {
  const seeds = results.map(({ seed }) => seed).sort((a, b) => a - b)
  const recoveries = results.flatMap(({ recoveryMs }) => recoveryMs ?? []).sort((a, b) => a - b)
  return {
    mode,
    scenarios: results.length,
    firstSeed: seeds[0] ?? 0,
    lastSeed: seeds.at(-1) ?? 0,
    violations: results.flatMap(({ seed, violations }) =>
      violations.map((violation) => ({ seed, ...violation })),
    ),
    counts: addUp(results.map(({ counts }) => counts)),
    faults: inOrder(addUp(results.map(({ faults }) => faults))),
    failedStarts: inOrder(addUp(results.map(({ failedStarts }) => failedStarts))),
    recoverySeconds: {
      median: quantile(recoveries, 0.5),
      p99: quantile(recoveries, 0.99),
      longest: quantile(recoveries, 1),
    },
    notRecovered: results.length - recoveries.length,
  }
}

const inOrder = (counted: Readonly<Record<string, number>>): Readonly<Record<string, number>> =>
  Object.fromEntries(Object.entries(counted).sort(([a], [b]) => (a < b ? -1 : 1)))

const addUp = <T extends Readonly<Record<string, number>>>(rows: readonly T[]): T => {
  const sums: Record<string, number> = {}
  for (const row of rows) {
    for (const [name, value] of Object.entries(row)) sums[name] = (sums[name] ?? 0) + value
  }
  return sums as T
}

/** The smallest value that so large a part of all does not exceed, in seconds; 0 of none. */
const quantile = (sorted: readonly number[], part: number): number =>
  (sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? 0) / 1000
