import { describe, expect, test } from 'vitest'
import { equityRange } from '../chart/equity-range.js'
import { bannersOf } from './banners.js'
import { readFunnel } from './read-funnel.js'
import { readRisk } from './read-risk.js'

describe('the funnel', () => {
  const refusals = [
    { step: 'certified', reason: 'unknown-fee', by: 'arbitrage', count: 14 },
    { step: 'certified', reason: 'crossed-book', by: 'arbitrage', count: 740 },
    { step: 'certified', reason: 'other-instants', by: 'arbitrage', count: 144 },
    { step: 'certified', reason: 'stale', by: 'arbitrage', count: 3 },
    { step: 'certified', reason: 'one-sided', by: 'arbitrage', count: 2 },
    { step: 'sized', reason: 'book-too-thin', by: 'executor', count: 55 },
  ]

  test('steps are in their order, each with its reasons, the most frequent first', () => {
    const steps = readFunnel({ steps: { sized: 1, detected: 9, certified: 4 }, refusals })
    expect(steps.map(({ name, count }) => [name, count])).toEqual([
      ['detected', 9],
      ['certified', 4],
      ['sized', 1],
    ])
    expect(steps[1]?.reasons.map(({ reason }) => reason)).toEqual([
      'crossed-book',
      'other-instants',
      'unknown-fee',
    ])
    expect(steps[2]?.reasons).toHaveLength(1)
  })

  test('no refusal is lost: what is not listed is summed up', () => {
    const certified = readFunnel({ steps: { certified: 0 }, refusals })[0]
    expect(certified?.more).toEqual({ reasons: 2, count: 5 })
  })

  test('a step that the page does not know yet is shown at the end', () => {
    const names = readFunnel({ steps: { redeemed: 1, detected: 2 }, refusals: [] })
    expect(names.map(({ name }) => name)).toEqual(['detected', 'redeemed'])
  })
})

describe('risk', () => {
  const limits = { maxDailyLossUsd: 100_000_000, maxOpenPositions: 10, minConfidence: 0.5 }

  test('a loss counts against its limit, a gain does not', () => {
    const lost = readRisk({ dailyPnl: -25_000_000, openPositions: 3, limits })
    expect(lost.used).toEqual([
      { name: 'Lost today', used: 25, limit: 100, money: true },
      { name: 'Open positions', used: 3, limit: 10, money: false },
    ])
    expect(readRisk({ dailyPnl: 5_000_000, limits }).used[0]?.used).toBe(0)
  })

  test('what the report does not say is not shown as zero', () => {
    const risk = readRisk({ limits: 'of another shape', atRisk: '5' })
    expect(risk).toEqual({
      blocked: undefined,
      pausedUntil: undefined,
      used: [],
      each: [],
      atRisk: undefined,
      unknownOrders: 0,
    })
  })

  test('why entries are off, and until when', () => {
    const risk = readRisk({ blocked: 'loss-streak-pause', pausedUntil: 1_790_000_000_000 })
    expect([risk.blocked, risk.pausedUntil]).toEqual(['loss-streak-pause', 1_790_000_000_000])
    expect(readRisk({ pausedUntil: 0 }).pausedUntil).toBeUndefined()
  })
})

describe('banners', () => {
  const status = (mode: 'paper' | 'live', simulated: boolean, halted: string | null = null) =>
    ({ mode, venue: { name: 'x', label: 'X', simulated }, halted }) as never
  const heads = (data: Parameters<typeof bannersOf>[0]): readonly string[] =>
    bannersOf(data).map(({ head }) => head)

  test('what the money is stands first, whatever else is wrong', () => {
    expect(heads({ status: status('paper', true) })).toEqual(['SIMULATED'])
    expect(heads({ status: status('live', true) })).toEqual(['SIMULATED'])
    expect(heads({ status: status('paper', false) })).toEqual(['PAPER'])
    expect(heads({ status: status('live', false) })).toEqual(['LIVE'])
    const health = { ok: false, reasons: ['no scan for 31 minutes', 'halted'] }
    const all = bannersOf({ status: status('live', false, 'journal-write-failed'), health })
    expect(all.map(({ head }) => head)).toEqual(['LIVE', 'HALTED', 'NOT HEALTHY'])
    expect(all[2]?.text).toBe('no scan for 31 minutes; halted')
  })

  test('before anything is known nothing is claimed', () => {
    expect(bannersOf({})).toEqual([])
  })
})

test('a line says where it begins, ends and how far it went', () => {
  const points = [5, 3, 9, 4].map((usd, index) => ({ at: index, usd }))
  expect(equityRange(points)).toEqual({ first: points[0], last: points[3], low: 3, high: 9 })
  expect(equityRange(points.slice(0, 1))).toBeUndefined()
})
