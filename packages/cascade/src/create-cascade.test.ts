import {
  type ChoiceRequest,
  createLedger,
  eventId,
  isBotError,
  type Ledger,
  marketId,
  type Refusal,
  recordEntry,
  type Scheduler,
  type Signal,
  timeMs,
  tokenId,
  usd,
  type View,
} from '@bot/core'
import {
  buildMarket,
  buildView,
  schedulerCases,
  stampAll,
  type ViewOptions,
} from '@bot/core/testing'
import { expect, test } from 'vitest'
import type { CascadeAudit } from './audit.js'
import { createCascade } from './create-cascade.js'
import { sampleSignal, sampleStrategy, thresholdFact } from './fixtures/sample-strategies.js'

const NOW = timeMs(1_700_000_000_000)
const sample = { ...sampleStrategy('sample'), thresholds: {} }
for (const each of schedulerCases) {
  test(`cascade ${each.name}`, () => each.run(async () => createCascade({ strategies: [sample] })))
}

const viewOf = (parts: ViewOptions = {}): View =>
  buildView({ now: NOW, markets: ['a', 'b', 'c', 'd'].map((id) => buildMarket(id)), ...parts })

const request = (
  signals: readonly Signal[],
  parts: Partial<ChoiceRequest> = {},
): ChoiceRequest => ({
  signals,
  trigger: 'scan',
  scan: 1,
  refusals: [],
  evaluated: [...new Set(signals.map(({ strategy }) => strategy))],
  ...parts,
})

const choose = (
  cascade: Scheduler,
  signals: readonly Signal[],
  view = viewOf(),
  parts: Partial<ChoiceRequest> = {},
) => {
  const { taken, refused, audit } = cascade.choose(request(signals, parts), view)
  return {
    taken: taken.map(({ strategy, market }) => `${strategy} ${market}`),
    refused: refused.map(({ refused: reason, subject }: Refusal) => `${reason} ${subject}`),
    audit: audit as CascadeAudit,
  }
}

test('asks by priority, and stops when the scan is full', () => {
  const strategies = (['low', 'critical', 'medium', 'high'] as const).map((p) =>
    sampleStrategy(p, p),
  )
  const cascade = createCascade({ strategies, maxSignalsPerScan: 3 })
  const signals = [
    sampleSignal('low', 'a', 90),
    sampleSignal('medium', 'b', 20),
    sampleSignal('high', 'c', 15),
    sampleSignal('critical', 'd', 11),
  ]
  const { taken, refused, audit } = choose(cascade, signals)
  expect(taken).toEqual(['critical d', 'high c', 'medium b'])
  expect(refused).toEqual(['capacity-full a'])
  expect(audit.strategies.map(({ strategy }) => strategy)).toEqual([
    'critical',
    'high',
    'medium',
    'low',
  ])
})

test('a scan that nothing passes is loosened step by step, and says how far', () => {
  const cascade = createCascade({ strategies: [sampleStrategy('x'), sampleStrategy('y')] })
  const { taken, refused, audit } = choose(cascade, [
    sampleSignal('x', 'a', 7),
    sampleSignal('y', 'b', 6),
  ])
  expect(taken).toEqual(['x a'])
  expect(refused).toEqual(['below-threshold b'])
  expect(audit.retries).toBe(2)
  expect(audit.strategies[0]?.levels['edge']).toBeCloseTo(6.4, 10)
  expect(cascade.status(NOW)).toMatchObject({
    cascade_enabled: true,
    total_scans: 1,
    signals_found: 1,
    retries_needed: 2,
    threshold_reductions: 4,
    avg_signals_per_scan: 1,
    strategy_success: { X: 1, Y: 0 },
  })
})

test('the next scan begins at the declared levels again', () => {
  const cascade = createCascade({ strategies: [sampleStrategy('x')] })
  choose(cascade, [sampleSignal('x', 'a', 6)])
  const { audit } = choose(cascade, [sampleSignal('x', 'a', 12)])
  expect(audit.retries).toBe(0)
  expect(audit.strategies[0]?.levels['edge']).toBe(10)
})

test('never past a floor, however often, and it stops when nothing moves any more', () => {
  const cascade = createCascade({ strategies: [sampleStrategy('x')], maxRetries: 20 })
  const { taken, audit } = choose(cascade, [sampleSignal('x', 'a', 4.99)])
  expect(taken).toEqual([])
  expect(audit.strategies[0]?.levels['edge']).toBe(5)
  expect(audit.retries).toBe(4)
})

test('a threshold that is stricter when lower is loosened upwards', () => {
  const strategy = sampleStrategy('x', 'medium', { default: 10, floor: 15, stricter: 'lower' })
  const cascade = createCascade({ strategies: [strategy] })
  expect(choose(cascade, [sampleSignal('x', 'a', 12)]).audit).toMatchObject({
    retries: 1,
    taken: 1,
  })
  expect(choose(cascade, [sampleSignal('x', 'a', 15.1)]).taken).toEqual([])
})

test('nothing is loosened between scans, nor when there is nothing even at the floors', () => {
  const cascade = createCascade({ strategies: [sampleStrategy('x')] })
  const between = choose(cascade, [sampleSignal('x', 'a', 7)], viewOf(), {
    trigger: 'book',
    scan: undefined,
  })
  expect(between).toMatchObject({
    taken: [],
    refused: ['below-threshold a'],
    audit: { retries: 0 },
  })
  expect(choose(cascade, []).audit.retries).toBe(0)
  expect(cascade.status(NOW)).toMatchObject({ total_scans: 1, retries_needed: 0 })
})

test('adaptation and emergency multiply the levels, down to the floor', () => {
  const cascade = createCascade({ strategies: [sampleStrategy('x')], maxRetries: 0 })
  const at = (multiplier: number, emergency: number, edge: number) =>
    choose(
      cascade,
      [sampleSignal('x', 'a', edge)],
      viewOf({ facts: [thresholdFact('x', multiplier, emergency)] }),
    ).taken
  expect(at(1.5, 1, 14)).toEqual([])
  expect(at(1.5, 1, 15)).toEqual(['x a'])
  expect(at(0.9, 0.8, 7.3)).toEqual(['x a'])
  expect(at(0.1, 0.1, 4.9)).toEqual([])
  expect(at(0, 1, 10)).toEqual(['x a'])
})

test('opposite sides of a market: the higher priority stays; the same side twice is a duplicate', () => {
  const strategies = [sampleStrategy('h', 'high'), sampleStrategy('m'), sampleStrategy('n')]
  const cascade = createCascade({ strategies })
  const no = { token: tokenId('a-no') }
  const { taken, refused } = choose(cascade, [
    sampleSignal('m', 'a', 50, no),
    sampleSignal('h', 'a', 11),
    sampleSignal('n', 'a', 12, { ...no, side: 'sell' }),
  ])
  expect(taken).toEqual(['h a'])
  expect(refused).toEqual(['opposite-side a', 'duplicate a'])
})

test('a basket and a bet in one of its markets do not go together', () => {
  const cascade = createCascade({
    strategies: [sampleStrategy('arb', 'critical'), sampleStrategy('m')],
  })
  const leg = (id: string) => ({
    token: tokenId(`${id}-yes`),
    market: marketId(id),
    side: 'buy' as const,
    shares: 5_000_000 as never,
    limit: 3_000 as never,
  })
  const basket = {
    id: 'basket',
    stages: [{ kind: 'legs' as const, legs: [leg('a'), leg('b')] }],
    maxCost: usd(3_000_000),
    worstCase: usd(1),
    maxLegLoss: usd(1),
    expiresAt: timeMs(NOW + 1),
    booksSeen: [],
    proof: {},
  }
  const { taken, refused } = choose(cascade, [
    sampleSignal('m', 'b', 50),
    sampleSignal('arb', 'a', 11, { basket }),
    sampleSignal('m', 'c', 50),
  ])
  expect(taken).toEqual(['arb a', 'm c'])
  expect(refused).toEqual(['duplicate b'])
})

test('what depends on one event is bounded: held, ordered and chosen together', () => {
  const event = eventId('e')
  const markets = ['a', 'b', 'c'].map((id) => buildMarket(id, { event }))
  const cascade = createCascade({
    strategies: [sampleStrategy('x')],
    maxCorrelatedExposureUsd: 100,
  })
  const signals = ['a', 'b', 'c'].map((id) => sampleSignal('x', id, 20, { wanted: 'max' }))
  expect(choose(cascade, signals, viewOf({ markets }))).toMatchObject({
    taken: ['x a', 'x b'],
    refused: ['correlated-exposure c'],
  })
  const ledger = recordEntry(
    createLedger(usd(1_000_000_000)),
    { owner: 'x', token: tokenId('c-yes'), market: marketId('c') },
    { id: '1', shares: 1e8, cash: usd(-60_000_000), fee: usd(0), settled: 'confirmed', at: NOW },
  )
  expect(choose(cascade, signals, viewOf({ markets, ledger })).taken).toEqual([])
})

const closedWith = (ledger: Ledger, owner: string, id: string, pnl: number): Ledger => {
  const of = { owner, token: tokenId(`${id}-yes`), market: marketId(id) }
  const entry = (name: string, shares: number, cash: number) =>
    ({ id: name, shares, cash: usd(cash), fee: usd(0), settled: 'confirmed', at: NOW }) as const
  const open = recordEntry(ledger, of, entry(`${id} in`, 1e7, -5_000_000))
  return recordEntry(open, of, entry(`${id} out`, -1e7, 5_000_000 + pnl))
}

test('within a priority the better record goes first, by what was earned and not by how often', () => {
  const strategies = [sampleStrategy('a-often'), sampleStrategy('b-new'), sampleStrategy('c-earns')]
  const cascade = createCascade({ strategies, maxSignalsPerScan: 1 })
  const signals = [
    sampleSignal('a-often', 'a', 20),
    sampleSignal('b-new', 'b', 20),
    sampleSignal('c-earns', 'c', 20),
  ]
  expect(choose(cascade, signals).taken).toEqual(['a-often a'])

  let ledger = createLedger(usd(1_000_000_000))
  for (let i = 0; i < 9; i++) ledger = closedWith(ledger, 'a-often', `w${i}`, 50_000)
  ledger = closedWith(ledger, 'a-often', 'loss', -4_000_000)
  for (let i = 0; i < 5; i++)
    ledger = closedWith(ledger, 'c-earns', `c${i}`, i % 2 ? -500_000 : 2_000_000)
  const view = viewOf({ ledger })
  const [event] = stampAll([{ type: 'timer', name: 'any' }])
  if (event === undefined) throw new Error('expected an event')
  cascade.observe(event, view)
  cascade.observe(event, view)
  const { taken, audit } = choose(cascade, signals, view)
  expect(taken).toEqual(['c-earns c'])
  expect(audit.strategies.map(({ strategy }) => strategy)).toEqual(['c-earns', 'b-new', 'a-often'])
  expect(audit.strategies[0]?.evidence).toMatchObject({ closed: 5, winRate: 0.6, meanPnl: 1 })
  expect(audit.strategies[2]?.evidence).toMatchObject({ closed: 10, winRate: 0.9 })
})

test('a failing strategy is benched ever longer, forgiven after a long clean run, and shown', () => {
  const cascade = createCascade({
    strategies: [sampleStrategy('x')],
    benchMs: 1_000,
    maxBenchMs: 5_000,
  })
  const benchAt = (now: number): number => {
    cascade.failed('x', 'threw', 'it broke', timeMs(now))
    return (cascade.status(timeMs(now))['benches'] as Record<string, number>)['x'] ?? 0
  }
  const ends = [0, 1_000, 3_000, 7_000, 12_000].map(benchAt)
  expect(ends).toEqual([1_000, 3_000, 7_000, 12_000, 17_000])
  expect(cascade.eligible('x', timeMs(16_999))).toBe(false)
  expect(cascade.eligible('x', timeMs(17_000))).toBe(true)
  expect(cascade.eligible('y', timeMs(0))).toBe(true)
  expect(benchAt(22_000)).toBe(23_000)
  expect(cascade.status(timeMs(22_500))['bench_reasons']).toEqual({
    x: { failures: 1, cause: 'threw', reason: 'it broke' },
  })
  expect(cascade.status(timeMs(23_000))['benches']).toEqual({})
})

test('the audit counts what strategies refused themselves, and what came too late or from nowhere', () => {
  const cascade = createCascade({ strategies: [sampleStrategy('x')] })
  const own: Refusal = {
    kind: 'refusal',
    refused: 'fee-unknown',
    step: 'chosen',
    by: 'x',
    subject: 'a',
    context: {},
  }
  const { refused, audit } = choose(
    cascade,
    [sampleSignal('x', 'b', 20, { expiresAt: NOW }), sampleSignal('ghost', 'c', 20)],
    viewOf(),
    { refusals: [own, own], evaluated: ['x'] },
  )
  expect(refused).toEqual(['signal-expired b', 'unknown-strategy c'])
  expect(audit).toMatchObject({ scheduler: 'cascade', trigger: 'scan', scan: 1, taken: 0 })
  expect(audit.strategies).toMatchObject([
    {
      strategy: 'x',
      evaluated: true,
      signals: 1,
      refused: { 'fee-unknown': 2, 'signal-expired': 1 },
    },
  ])
  expect(JSON.parse(JSON.stringify(audit))).toEqual(audit)
})

test.each([
  ['decay', { decay: 1 }],
  ['decay', { decay: 0 }],
  ['maxRetries', { maxRetries: 1.5 }],
  ['maxSignalsPerScan', { maxSignalsPerScan: 0 }],
  ['strategies', { strategies: [sampleStrategy('x'), sampleStrategy('x')] }],
])('a bad %s is refused by name', (name, options) => {
  try {
    createCascade({ strategies: [], ...options })
    expect.unreachable()
  } catch (thrown) {
    expect(isBotError(thrown, 'invalid-config')).toBe(true)
    expect(String(thrown)).toContain(name)
  }
})
