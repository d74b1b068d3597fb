import type { ExecutionPort, ExecutionReport } from '@bot/core'
import { expect, test } from 'vitest'
import type { Rule } from './checks/violation.js'
import type { Sabotage } from './life/supervise-bot.js'
import { runScenario } from './run-scenario.js'
import { drawScenario } from './scenario/draw-scenario.js'
import type { Scenario } from './scenario/scenario.js'

/** A scenario in which nothing goes wrong, and the bot trades single orders and holds what it bought. */
const calm: Scenario = {
  seed: 7,
  settings: {
    ...{ seed: 7, tradingMode: 'live', startingBalance: 1_000, minLiquidityUsd: 20 },
    ...{ scanIntervalSeconds: 1, arbEnabled: false, whaleTrackingEnabled: false },
    ...{ maxPositionUsd: 20, maxOpenPositions: 4, maxHourlyTrades: 200 },
  },
  population: {
    scale: {
      ...{ binaries: 3, shorts: 0, pairs: 0, exhaustive: 0 },
      ...{ augmented: 0, ladders: 0, twins: 0 },
    },
    ...{ tickMs: 2_000, tradesPerMinute: 6, plantEveryMs: 0 },
  },
  troubleMs: 60_000,
  patienceMs: 45_000,
  moments: [],
}

const rulesBrokenBy = async (
  sabotage: Sabotage,
  scenario: Scenario = calm,
): Promise<ReadonlySet<Rule>> => {
  const { violations } = await runScenario(scenario, sabotage)
  return new Set(violations.map(({ rule }) => rule))
}

const withPort = (alter: (port: ExecutionPort) => ExecutionPort): Sabotage => ({
  execution: (execution) => ({ ...execution, port: alter(execution.port) }),
})

/** Lets reports pass through a function on every way on which they come. */
const withReports = (alter: (report: ExecutionReport) => readonly ExecutionReport[]): Sabotage =>
  withPort((port) => ({
    ...port,
    reports: (listener) => port.reports((report) => alter(report).forEach(listener)),
    lookup: async (id) => {
      const reports = await port.lookup(id)
      return reports === 'not-found' ? reports : reports.flatMap(alter)
    },
  }))

test('a bot that nothing happens to trades, and everything holds', async () => {
  const { violations, counts, recoveryMs } = await runScenario(calm)
  expect(violations).toEqual([])
  expect(counts.fills).toBeGreaterThan(2)
  expect(recoveryMs).toBeDefined()
})

test('the same seed gives the same scenario to the last event, another one another', async () => {
  const [once, again, other] = [
    await runScenario(drawScenario(2)),
    await runScenario(drawScenario(2)),
    await runScenario(drawScenario(3)),
  ]
  expect(again.lines).toEqual(once.lines)
  expect(again.trace).toBe(once.trace)
  expect(other.trace).not.toBe(once.trace)
})

test('a bot that signs and sends each order twice is found out', async () => {
  const broken = await rulesBrokenBy(
    withPort((port) => {
      const orders = new Map<string, Parameters<ExecutionPort['prepare']>[0]>()
      return {
        ...port,
        prepare: async (order) => {
          const prepared = await port.prepare(order)
          orders.set(prepared.id, order)
          return prepared
        },
        submit: async (prepared, signal) => {
          const order = orders.get(prepared.id)
          if (order !== undefined) await port.submit(await port.prepare(order), signal)
          return port.submit(prepared, signal)
        },
      }
    }),
  )
  expect(broken).toContain('sent-before-durable')
  expect(broken).toContain('cash-differs')
})

test('a bot that loses a fill is found out', async () => {
  let dropped: string | undefined
  const broken = await rulesBrokenBy(
    withReports((report) => {
      dropped ??= report.tradeId
      return report.tradeId !== undefined && report.tradeId === dropped ? [] : [report]
    }),
  )
  for (const rule of ['fill-lost', 'cash-differs', 'shares-differ']) expect(broken).toContain(rule)
})

test('a bot that counts a fill twice is found out', async () => {
  const broken = await rulesBrokenBy(
    withReports((report) =>
      report.tradeId === undefined
        ? [report]
        : [report, { ...report, tradeId: `${report.tradeId} again` }],
    ),
  )
  expect(broken).toContain('fill-invented')
  expect(broken).toContain('cash-differs')
})

test.each<[keyof Scenario['settings'], number]>([
  ['maxPositionUsd', 3],
  ['maxOpenPositions', 1],
  ['maxCorrelatedExposureUsd', 5],
  ['maxHourlyTrades', 1],
])('a bot that passes its limit %s is found out', async (name, limit) => {
  const limited = { ...calm, settings: { ...calm.settings, [name]: limit } }
  const loose: Sabotage = { settings: { [name]: calm.settings[name] ?? 200 } }
  expect(await rulesBrokenBy({}, limited)).toEqual(new Set())
  expect(await rulesBrokenBy(loose, limited)).toContain('limit-exceeded')
})

test('a bot that sends before its journal is durable is found out', async () => {
  const broken = await rulesBrokenBy({
    journal: (journal) => ({ ...journal, flush: async () => {} }),
  })
  expect(broken).toContain('sent-before-durable')
})

test('a journal that tells something else than what was decided is found out', async () => {
  const broken = await rulesBrokenBy({
    journal: (journal) => ({
      ...journal,
      setMeta: (key, value) =>
        journal.setMeta(key, JSON.parse(JSON.stringify(value).replace(/[0-9a-f]{60}/g, '0'))),
    }),
  })
  expect(broken).toEqual(new Set(['replay-differs']))
})

test('a bot that leaves its orders open when it stops is found out', async () => {
  const stops = Array.from({ length: 8 }, (_, index) => ({
    at: 5_000 * (index + 1),
    kind: 'restart' as const,
    downMs: 500,
  }))
  const broken = await rulesBrokenBy(
    withPort((port) => ({ ...port, cancel: async () => [] })),
    { ...calm, moments: stops },
  )
  expect(broken).toContain('orders-left-open')
})
