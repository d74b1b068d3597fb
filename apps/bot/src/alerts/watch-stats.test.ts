import { createManualClock } from '@bot/core/testing'
import { expect, test } from 'vitest'
import { createSampleStats } from '../server/fixtures/sample-stats.js'
import type { StatsSource } from '../stats/stats-source.js'
import type { Alert } from './alert-text.js'
import { watchStats } from './watch-stats.js'

const start = (replaced: Partial<StatsSource> = {}) => {
  const stats = createSampleStats(replaced)
  const clock = createManualClock()
  const alerts: Alert[] = []
  const errors: unknown[] = []
  const stop = watchStats({
    source: stats.source,
    send: (alert) => void alerts.push(alert),
    clock,
    summaryHours: 4,
    onError: (thrown) => void errors.push(thrown),
  })
  return { stats, clock, alerts, errors, stop }
}

const { source } = createSampleStats()
const [trade] = source.trades()
const [signal] = source.signals()

test('what was there at the start is not told again', () => {
  const { stats, clock, alerts } = start()
  for (const topic of ['trades', 'signals', 'status'] as const) stats.announce(topic)
  clock.advance(1_000)
  expect(alerts).toEqual([])
})

test('bought shares are an entry, sold ones an exit, each told once, the oldest first', () => {
  let trades = source.trades()
  const { stats, clock, alerts } = start({ trades: () => trades })
  const bought = { ...trade!, id: 'new-1', side: 'buy' }
  const sold = { ...trade!, id: 'new-2', side: 'sell' }
  trades = [sold, bought, ...trades]
  stats.announce('trades')
  stats.announce('trades')
  clock.advance(1_000)
  stats.announce('trades')
  clock.advance(1_000)
  expect(alerts).toEqual([
    { kind: 'entry', trade: bought },
    { kind: 'exit', trade: sold },
  ])
})

test('two signals of one moment are both told', () => {
  let signals = source.signals()
  const { stats, clock, alerts } = start({ signals: () => signals })
  const fresh = { ...signal!, seq: signal!.seq + 1 }
  signals = [{ ...fresh, outcome: 'No' }, fresh, ...signals]
  stats.announce('signals')
  clock.advance(1_000)
  expect(alerts.map((alert) => alert.kind === 'signal' && alert.signal.outcome)).toEqual([
    'Yes',
    'No',
  ])
})

test('a halt is told once', () => {
  let halted: string | null = null
  const status = () => ({ ...source.status(), halted })
  const { stats, clock, alerts } = start({ status })
  halted = 'journal-write-failed'
  for (let change = 0; change < 3; change++) {
    stats.announce('status')
    clock.advance(1_000)
  }
  expect(alerts).toEqual([{ kind: 'notice', text: 'HALTED: journal-write-failed' }])
})

test('a summary comes every four hours until it is stopped', () => {
  const { clock, alerts, stop, stats } = start()
  clock.advance(8 * 3_600_000)
  expect(alerts.map(({ kind }) => kind)).toEqual(['summary', 'summary'])
  stats.announce('status')
  stop()
  expect(clock.pending()).toBe(0)
  expect(stats.listeners()).toBe(0)
})

test('a source that fails is reported, and the announcing loop never sees it', () => {
  let calls = 0
  const trades = (): ReturnType<StatsSource['trades']> => {
    calls += 1
    if (calls === 2) throw new Error('no trades now')
    return [trade!].map((each) => ({ ...each, id: calls > 2 ? 'new' : each.id }))
  }
  const { stats, clock, alerts, errors } = start({ trades })
  expect(() => stats.announce('trades')).not.toThrow()
  clock.advance(1_000)
  expect(errors).toHaveLength(1)
  stats.announce('trades')
  clock.advance(1_000)
  expect(alerts).toHaveLength(1)
})
