import { createHash } from 'node:crypto'
import { addFunnels } from '../stats/arbitrage-funnel.js'
import type { RecordingReport, ReplayedRecording } from './replay-recording.js'

/** The sums over all recordings, one hash over all their decisions, and how fast it went. */
export type TotalReport = Omit<RecordingReport, 'name'> & Readonly<{ eventsPerSecond: number }>

const COUNTS = [
  'frames',
  'books',
  'crossedStates',
  'gaps',
  'naive',
  'certified',
  'scans',
  'signals',
  'orders',
  'fills',
  'failedCommands',
] as const

/** Adds recordings up. Everything but `eventsPerSecond` is the same in every run. */
export const totalReport = (done: readonly ReplayedRecording[]): TotalReport => {
  const reports = done.map((each) => each.report)
  const sum = (pick: (report: RecordingReport) => number): number =>
    reports.reduce((total, report) => total + pick(report), 0)
  const counts = Object.fromEntries(
    COUNTS.map((name) => [name, sum((report) => report[name])]),
  ) as Record<(typeof COUNTS)[number], number>
  const digest = createHash('sha256')
  for (const report of reports) digest.update(report.decisionsHash)
  const seconds = done.reduce((total, each) => total + each.seconds, 0)
  const events = done.reduce((total, each) => total + each.events, 0)
  return {
    ...counts,
    rejected: addCounts(reports.map((report) => report.rejected)),
    refusals: addCounts(reports.map((report) => report.refusals)),
    arbitrage: addFunnels(reports.map((report) => report.arbitrage)),
    fees: toMicros(sum((report) => report.fees)),
    pnl: toMicros(sum((report) => report.pnl)),
    decisionsHash: digest.digest('hex'),
    eventsPerSecond: seconds === 0 ? 0 : Math.round(events / seconds),
  }
}

/** Sums of dollars as floats, back on the grid of micro-dollars that they came from. */
const toMicros = (value: number): number => Math.round(value * 1e6) / 1e6

const addCounts = (all: readonly Readonly<Record<string, number>>[]): Record<string, number> => {
  const total: Record<string, number> = {}
  for (const counts of all) {
    for (const [reason, count] of Object.entries(counts))
      total[reason] = (total[reason] ?? 0) + count
  }
  return total
}
