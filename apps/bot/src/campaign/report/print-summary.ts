import type { Summary } from './summarise.js'

const LONGEST = 300

/** Writes a summary as lines for people; each violation comes with how to see it again. */
export const summaryLines = (summary: Summary): readonly string[] => {
  const { counts, faults, failedStarts, recoverySeconds: recovery, violations } = summary
  const { simulatedMs, ...events } = counts
  const hours = (simulatedMs / 3_600_000).toFixed(1)
  const struck = Object.values(faults).reduce((sum, hits) => sum + hits, 0)
  return [
    `${summary.scenarios} scenarios ${summary.mode}, seeds ${summary.firstSeed} to ${summary.lastSeed}, ${hours} hours of the venue's time`,
    `Faults that struck: ${struck}`,
    ...Object.entries(faults).map(([name, hits]) => `  ${String(hits).padStart(7)}  ${name}`),
    'What happened:',
    ...Object.entries(NAMES).map(
      ([name, words]) => `  ${String(events[name as keyof typeof events]).padStart(7)}  ${words}`,
    ),
    ...Object.entries(failedStarts).map(
      ([cause, times]) => `Start failed, tried again: ${times} by ${cause}`,
    ),
    `Recovery: median ${recovery.median} s, p99 ${recovery.p99} s, longest ${recovery.longest} s, never ${summary.notRecovered}`,
    ...violations.map(
      ({ seed, rule, detail }) => `VIOLATION seed ${seed}: ${rule}: ${detail.slice(0, LONGEST)}`,
    ),
    ...[...new Set(violations.map(({ seed }) => seed))].map(
      (seed) => `Again: ${commandFor(summary.mode, seed)}`,
    ),
    `Violations: ${violations.length}`,
  ]
}

const NAMES: Readonly<Record<keyof Omit<Summary['counts'], 'simulatedMs'>, string>> = {
  orders: 'orders posted',
  sameBytesAgain: 'posts of the same bytes again',
  fills: 'trades of the wallet',
  failedFills: 'of them failed to settle',
  baskets: 'baskets with fills',
  actions: 'protocol actions on chain',
  unknownOutcomes: 'reports of unknown outcomes',
  crashes: 'crashes',
  crashesInBaskets: 'of them while a basket was under way',
  restarts: 'clean stops',
  failedStarts: 'starts that failed and were tried again',
  planted: 'planted mispricings',
  journalEntries: 'journal entries',
}

const commandFor = (mode: Summary['mode'], seed: number): string => {
  const processes = mode === 'processes' ? ' --processes' : ''
  return `npx -y pnpm@10 campaign --scenarios 1 --seed ${seed} --trace${processes}`
}
