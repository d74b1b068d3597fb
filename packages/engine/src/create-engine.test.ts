import {
  type Approved,
  type Command,
  createSeededRandom,
  defineStrategy,
  type Event,
  type ExecutionPolicy,
  NO_FEE,
  type OrderId,
  type OrderIntent,
  parsePrice,
  parseSize,
  parseUsd,
  type Refusal,
  type Scheduler,
  type Signal,
  type Stamped,
  type Strategy,
  timeMs,
  tokenId,
} from '@bot/core'
import { buildMarket, level, stampAll } from '@bot/core/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createEngine } from './create-engine.js'

const market = buildMarket('rain')
const [yes, no] = market.tokens as [Signal['token'], Signal['token']]
const provenance = { source: 'test', ageMs: 0, state: 'live', simulated: true } as const
const fact: Event = { type: 'fact', kind: 'market', key: market.id, value: market, provenance }
const snapshot = (token = yes, bid = '0.48', ask = '0.5'): Event => ({
  type: 'book-snapshot',
  token,
  epoch: 1,
  bids: [level(bid, '100')],
  asks: [level(ask, '100')],
})
const scan = (number = 1): Event => ({
  type: 'scan-slice',
  scan: number,
  from: 0,
  to: 1,
  last: true,
})

const signalOf = (strategy: string): Signal => ({
  kind: 'signal',
  strategy,
  token: yes,
  market: market.id,
  side: 'buy',
  entry: 'take',
  limit: parsePrice('0.5'),
  measured: { edge: 0.02 },
  edgePerShare: 0.02,
  confidence: 0.6,
  wanted: 'max',
  expiresAt: timeMs(1_800_000_000_000),
  because: 'test',
})

const buyer = (overrides: Partial<Strategy> = {}): Strategy =>
  defineStrategy({
    spec: 1,
    name: 'buyer',
    title: 'Buyer',
    priority: 'medium',
    thresholds: { edge: { default: 0.01, unit: 'dollar', stricter: 'higher', floor: 0.005 } },
    interest: { subject: 'market', triggers: ['scan'], wants: () => true, historySeconds: 60 },
    evaluate: (subject, view) =>
      view.book(yes) === undefined
        ? [{ kind: 'want', want: 'book', key: subject.key }]
        : [signalOf('buyer')],
    ...overrides,
  })

const policy: ExecutionPolicy = {
  consider: (signal, _view, nextRef): readonly (Command | Refusal)[] => [
    {
      kind: 'submit',
      order: {
        ref: nextRef(),
        owner: signal.strategy,
        token: signal.token,
        market: signal.market,
        side: signal.side,
        shares: parseSize('10'),
        limit: signal.limit,
        tif: 'fak',
        postOnly: false,
      } as Approved<OrderIntent>,
    },
  ],
  leave: () => [],
  react: () => [],
  status: () => ({}),
}

const engineOf = (strategies: readonly Strategy[], scheduler?: Scheduler) =>
  createEngine({
    strategies,
    policy,
    start: parseUsd('1000'),
    seed: 7,
    ...(scheduler === undefined ? {} : { scheduler }),
  })

test('a scan turns a signal into a command, and reports into a position and cash', () => {
  const engine = engineOf([buyer()])
  const [first, second, third] = stampAll([fact, snapshot(), scan()])
  engine.process(first as Stamped)
  engine.process(second as Stamped)
  const tick = engine.process(third as Stamped)
  expect(tick.commands).toHaveLength(1)
  const order = tick.commands[0]?.kind === 'submit' ? tick.commands[0].order : undefined
  expect(order?.ref).toBe('o3-1')
  expect(engine.view().freeCash).toBe(parseUsd('995'))
  const id = 'venue-1' as OrderId
  const exchanged = { size: parseSize('10'), notional: parseUsd('4.9') }
  const intent = order as OrderIntent
  const report = { order: id, tradeId: 't1', exchanged, fee: parseUsd('0.01') }
  const later = stampAll(
    [
      { type: 'order-prepared', ref: intent.ref, intent, id, wire: '{}' },
      { type: 'execution', report: { ...report, status: 'matched' } },
      { type: 'execution', report: { ...report, status: 'matched' } },
      { type: 'execution', report: { ...report, status: 'confirmed' } },
    ],
    { firstSeq: 4 },
  )
  for (const stamped of later) engine.process(stamped)
  const view = engine.view()
  expect(view.positionsOf(yes)[0]).toMatchObject({ confirmed: 10_000_000, provisional: 0 })
  expect(view.ledger.cash.confirmed).toBe(parseUsd('995.09'))
  expect(view.orders).toHaveLength(0)
})

test('a want comes out when a book is missing', () => {
  const engine = engineOf([buyer()])
  const ticks = stampAll([fact, scan()]).map(engine.process)
  expect(ticks[1]?.wants).toEqual([{ kind: 'want', want: 'book', key: market.id }])
})

test('a throwing strategy is recorded and the others go on', () => {
  const broken = buyer({
    name: 'broken',
    evaluate: () => {
      throw new Error('boom')
    },
  })
  const engine = engineOf([broken, buyer()])
  const ticks = stampAll([fact, snapshot(), scan()]).map(engine.process)
  expect(ticks[2]?.decisions).toContainEqual({
    kind: 'strategy-failed',
    strategy: 'broken',
    reason: 'boom',
  })
  expect(ticks[2]?.commands).toHaveLength(1)
})

test('a throwing scheduler falls back to the plain one', () => {
  const scheduler: Scheduler = {
    eligible: () => true,
    failed: () => {},
    choose: () => {
      throw new Error('cascade broke')
    },
    observe: () => {},
    status: () => ({}),
  }
  const engine = engineOf([buyer()], scheduler)
  const ticks = stampAll([fact, snapshot(), scan()]).map(engine.process)
  expect(ticks[2]?.decisions[0]).toMatchObject({ strategy: 'scheduler', reason: 'cascade broke' })
  expect(ticks[2]?.commands).toHaveLength(1)
})

test('a strategy is asked once for an event subject, whatever the number of its markets', () => {
  let asked = 0
  const byEvent = buyer({
    interest: { subject: 'event', triggers: ['scan'], wants: () => true },
    evaluate: () => {
      asked += 1
      return []
    },
  })
  const engine = engineOf([byEvent])
  const event = market.event
  const facts = ['a', 'b', 'c'].map((id): Event => {
    const value = buildMarket(id, event === undefined ? {} : { event })
    return { type: 'fact', kind: 'market', key: value.id, value, provenance }
  })
  const slice: Event = { type: 'scan-slice', scan: 1, from: 0, to: 3, last: true }
  stampAll([...facts, slice]).map(engine.process)
  expect(asked).toBe(1)
})

test('feed status makes books stale and a proof revives them', () => {
  const engine = engineOf([])
  stampAll([
    fact,
    snapshot(),
    { type: 'feed-status', token: yes, status: 'stale', gapSeconds: 61, reason: 'silent' },
  ]).map(engine.process)
  expect(engine.view().book(yes)?.status).toBe('stale')
  stampAll([{ type: 'book-proven', token: yes, epoch: 1 }], { firstSeq: 4 }).map(engine.process)
  expect(engine.view().book(yes)?.status).toBe('live')
})

test('a proof of a quiet book wakes those who wait for book changes', () => {
  let woken = 0
  const watcher = buyer({
    interest: { subject: 'market', triggers: ['book'], wants: () => true },
    evaluate: () => {
      woken += 1
      return []
    },
  })
  const engine = engineOf([watcher])
  const proof: Event = { type: 'book-proven', token: yes, epoch: 1 }
  stampAll([fact, snapshot(), proof]).map(engine.process)
  expect(woken).toBe(2)
})

test('what is learnt of a resolution wakes who waits for it, for that market alone', () => {
  const woken: string[] = []
  const watcher = buyer({
    interest: { subject: 'market', triggers: ['resolution'], wants: () => true },
    evaluate: ({ key }, view) => {
      woken.push(`${key} ${view.fact('resolution', key)?.value.witnesses.length}`)
      return []
    },
  })
  const engine = engineOf([watcher])
  const other = buildMarket('snow')
  const words = { by: 'chain', state: 'resolved', at: timeMs(1) } as const
  const learnt = (id: typeof market.id): Event => ({
    ...({ type: 'fact', kind: 'resolution', key: id, provenance } as const),
    value: { market: id, witnesses: [words] },
  })
  const added: Event = { ...fact, key: other.id, value: other }
  stampAll([fact, added, learnt(market.id), learnt('nobody' as typeof market.id)]).map(
    engine.process,
  )
  expect(woken).toEqual([`${market.id} 1`])
})

test('a market fact keeps where it came from, and the changes that came after it', () => {
  const engine = engineOf([])
  stampAll([
    fact,
    { type: 'market-resolved', market: market.id, payouts: [1, 0], source: 'test' },
  ]).map(engine.process)
  const known = engine.view().fact('market', market.id)
  expect(known?.provenance).toEqual(provenance)
  expect(known?.value.resolution).toEqual({ state: 'resolved', payouts: [1, 0] })
  expect(engine.view().fact('market', 'nobody')).toBeUndefined()
})

test('payouts are final: a listing that lags behind them takes nothing back', () => {
  const engine = engineOf([])
  stampAll([
    fact,
    { type: 'market-resolved', market: market.id, payouts: [1, 0], source: 'test' },
    fact,
  ]).map(engine.process)
  expect(engine.view().market(market.id)).toMatchObject({
    resolution: { state: 'resolved', payouts: [1, 0] },
    tradable: false,
    closed: true,
  })
})

test('an unknown token does not disturb the engine', () => {
  const engine = engineOf([buyer()])
  const ticks = stampAll([snapshot(tokenId('nobody'))]).map(engine.process)
  expect(ticks[0]).toEqual({ seq: 1, decisions: [], commands: [], wants: [], audits: [] })
})

test('the fee of a market without a known schedule is unknown', () => {
  const engine = engineOf([])
  const unknown: Event = {
    type: 'fact',
    kind: 'market',
    key: 'u',
    value: buildMarket('u', { fee: 'unknown' }),
    provenance,
  }
  stampAll([fact, unknown]).map(engine.process)
  const fee = engine.view().fee
  expect(fee(yes, parsePrice('0.5'), parseSize('10'))).toBe(0)
  expect(fee(tokenId('u-yes'), parsePrice('0.5'), parseSize('10'))).toBe('unknown')
  expect(NO_FEE.ratePpm).toBe(0)
})

test('the same events give the same ticks, random draws included', () => {
  const gambler = buyer({
    interest: { subject: 'market', triggers: ['scan', 'book'], wants: () => true },
    evaluate: (_subject, view) => (view.random() < 0.5 ? [] : [signalOf('buyer')]),
  })
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10_000 }), (seed) => {
      const random = createSeededRandom(seed)
      const events = Array.from({ length: 40 }, (_, index): Event => {
        const draw = random()
        if (draw < 0.2) return scan(index)
        return snapshot(draw < 0.6 ? yes : no, '0.4', draw < 0.5 ? '0.45' : '0.5')
      })
      const run = (): string => {
        const engine = engineOf([gambler])
        return JSON.stringify(stampAll([fact, ...events]).map(engine.process))
      }
      expect(run()).toBe(run())
    }),
    { numRuns: 30 },
  )
})
