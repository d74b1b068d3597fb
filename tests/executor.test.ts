import { createHash } from 'node:crypto'
import { createArbitrageStrategy } from '@bot/arbitrage'
import {
  type Arrived,
  defineStrategy,
  type Event,
  eventId,
  type Level,
  type MarketFacts,
  orderId,
  parseSize,
  parseUsd,
  type Strategy,
  type TimeMs,
  timeMs,
  tokenId,
  totalCash,
} from '@bot/core'
import { buildMarket, level } from '@bot/core/testing'
import { backtest, createDecisionsHash, createEngine, createRunLoop } from '@bot/engine'
import { createExecutionDriver, createExecutionPolicy, FIRST_SYSTEM_LIMITS } from '@bot/executor'
import { createMemoryJournal } from '@bot/journal'
import { createPaperVenue } from '@bot/sim'
import { describe, expect, test } from 'vitest'

const START = 1_700_000_000_000
const CASH = parseUsd('1000')

type Pair = readonly [string, string]
const levels = (pairs: readonly Pair[]): Level[] => pairs.map(([at, shares]) => level(at, shares))
const book = (token: string, bid: Pair, ask: Pair): Event => ({
  type: 'book-snapshot',
  token: tokenId(token),
  epoch: 1,
  bids: levels([bid]),
  asks: levels([ask]),
})
const fact = (market: MarketFacts): Event => ({
  type: 'fact',
  kind: 'market',
  key: market.id,
  value: market,
  provenance: { source: 'test', ageMs: 0, state: 'live', simulated: true },
})

/** Buys the first outcome whenever its ask is 0.40 or lower. */
const buyer: Strategy = defineStrategy({
  spec: 1,
  name: 'buyer',
  title: 'Buyer',
  priority: 'medium',
  thresholds: {},
  interest: { subject: 'market', triggers: ['scan'], wants: () => true },
  evaluate: ({ markets }, view) =>
    markets.flatMap((market) => {
      const token = market.tokens[0]
      const asks = token === undefined ? undefined : view.book(token)?.asks.prices
      const ask = asks?.[asks.length - 1]
      if (token === undefined || ask === undefined || ask > 4_000) return []
      return [
        {
          kind: 'signal' as const,
          strategy: 'buyer',
          token,
          market: market.id,
          side: 'buy' as const,
          entry: 'take' as const,
          limit: ask,
          measured: {},
          edgePerShare: 0.05,
          confidence: 0.8,
          wanted: parseSize('20'),
          expiresAt: timeMs(view.now + 30_000),
          because: 'cheap',
        },
      ]
    }),
})

const build = (strategies: readonly Strategy[]) => {
  let now = START as TimeMs
  const journal = createMemoryJournal()
  const failures: unknown[] = []
  const policy = createExecutionPolicy({ limits: FIRST_SYSTEM_LIMITS })
  const engine = createEngine({ strategies, policy, start: CASH, seed: 1 })
  const markets = (group: string): MarketFacts[] =>
    [...engine.view().eventMarkets(eventId(group))].filter(
      ({ negRisk }) => typeof negRisk === 'object',
    )
  const venue = createPaperVenue({
    startingCash: CASH,
    latencyMs: 100,
    marketOf: (token) => engine.view().marketOf(token),
    market: (id) => engine.view().market(id),
    group: markets,
  })
  const hash = createHash('sha256')
  const decisions = createDecisionsHash({
    update: (text) => void hash.update(text),
    hex: () => hash.copy().digest('hex'),
  })
  const refusals = new Map<string, number>()
  const loop = createRunLoop({
    engine,
    journal,
    perform: (command) => void driver.perform(command),
    listeners: [
      (stamped, tick) => {
        now = timeMs(Math.max(now, stamped.at))
        venue.observe(stamped)
        decisions.add(stamped, tick)
        for (const each of tick.decisions) {
          if (each.kind !== 'refusal') continue
          refusals.set(each.refused, (refusals.get(each.refused) ?? 0) + 1)
        }
      },
    ],
    onListenerFailed: (reason) => void failures.push(reason),
    onHalted: (reason) => void failures.push(reason),
  })
  const driver = createExecutionDriver({
    port: venue.port,
    onEvents: loop.take,
    flush: journal.flush,
    now: () => now,
    orderOf: () => undefined,
    onFailure: (failure) => void failures.push(failure),
  })
  const run = async (tape: readonly (readonly [number, readonly Event[]])[]) => {
    const moments = tape.map(([afterMs, events]) => {
      const at = timeMs(START + afterMs)
      return { at, arrived: events.map((event): Arrived => ({ at, venueAt: at, event })) }
    })
    await backtest({
      engine,
      loop,
      tape: [moments],
      scanEveryMs: 10_000,
      sliceSize: 100,
      busy: () => driver.inFlight() > 0,
      idle: driver.idle,
    })
    return {
      hash: decisions.result().hash,
      failures,
      refusals,
      engine,
      venue,
      journal,
      policy,
      driver,
      loop,
    }
  }
  return { run }
}

/** Every second the same quotes, so that books stay proven and time passes. */
const seconds = (from: number, to: number, quotes: readonly Event[]) =>
  Array.from(
    { length: to - from },
    (_unused, index) => [(from + index) * 1_000, quotes] as readonly [number, readonly Event[]],
  )

const expectEven = async ({
  engine,
  venue,
}: Awaited<ReturnType<ReturnType<typeof build>['run']>>) => {
  const account = await venue.port.account()
  expect(account.cash).toBe(totalCash(engine.view().ledger))
  expect(account.open).toEqual([])
}

describe('a signal on paper', () => {
  const cheap = [book('m-yes', ['0.39', '3000'], ['0.40', '3000'])]
  const dear = [book('m-yes', ['0.45', '3000'], ['0.46', '3000'])]
  const tape = [
    [0, [fact(buildMarket('m')), ...cheap]] as const,
    ...seconds(1, 30, cheap),
    ...seconds(30, 80, dear),
  ]

  test('becomes a position that the take profit sells again, and the books of both sides agree', async () => {
    const result = await build([buyer]).run(tape)
    const { ledger } = result.engine.view()
    expect(result.failures).toEqual([])
    expect(ledger.positions.size).toBe(0)
    expect(ledger.closed).toHaveLength(1)
    expect(ledger.realised).toBe(parseUsd('1'))
    expect(result.refusals.get('already-held')).toBeGreaterThan(0)
    await expectEven(result)
  })

  test('agrees with the account that the venue reads out, and a stranger in it halts entries', async () => {
    const { driver, policy, engine, loop, failures } = await build([buyer]).run(tape)
    const blocked = (): unknown => policy.status(engine.view())['blocked']
    for (let reads = 0; reads < 3; reads++) expect(await driver.reconcile()).toBe(true)
    expect(blocked()).toBe('no')
    const { now, ledger } = engine.view()
    const stranger = { type: 'account', cash: totalCash(ledger), holdings: [] } as const
    loop.take([{ at: now, event: { ...stranger, open: [orderId('0xstranger')] } }])
    expect(blocked()).toBe('foreign-activity')
    expect(failures).toEqual([])
  })

  test('is decided the same when it is run again', async () => {
    const first = await build([buyer]).run(tape)
    const second = await build([buyer]).run(tape)
    expect(second.hash).toBe(first.hash)
  })

  test('is replayed from the journal alone, with the same decisions', async () => {
    const first = await build([buyer]).run(tape)
    const hash = createHash('sha256')
    const decisions = createDecisionsHash({
      update: (text) => void hash.update(text),
      hex: () => hash.digest('hex'),
    })
    const policy = createExecutionPolicy({ limits: FIRST_SYSTEM_LIMITS })
    const engine = createEngine({ strategies: [buyer], policy, start: CASH, seed: 1 })
    for await (const stamped of first.journal.read(0)) {
      decisions.add(stamped, engine.process(stamped))
    }
    expect(decisions.result().hash).toBe(first.hash)
  })
})

describe('a certified basket on paper', () => {
  const names = ['a', 'b', 'c'] as const
  const group = (name: string): MarketFacts =>
    buildMarket(name, {
      event: eventId('race'),
      negRisk: { group: 'race', augmented: false, role: 'named', feeBips: 0 },
      endsAt: timeMs(START + 86_400_000),
    })
  const quotes = names.flatMap((name) => [
    book(`${name}-yes`, ['0.28', '3000'], ['0.30', '3000']),
    book(`${name}-no`, ['0.70', '3000'], ['0.72', '3000']),
  ])
  const resolved = names.map(
    (name): Event => ({
      type: 'market-resolved',
      market: buildMarket(name).id,
      payouts: name === 'a' ? [1_000_000, 0] : [0, 1_000_000],
      source: 'test',
    }),
  )
  const tape = [
    [0, [...names.map((name) => fact(group(name))), ...quotes]] as const,
    ...seconds(1, 30, quotes),
    [30_000, resolved] as const,
    ...seconds(31, 60, []),
  ]

  test('buys every outcome below a dollar together, is held, and is redeemed with its profit', async () => {
    const result = await build([createArbitrageStrategy({ groupIsWhole: () => true })]).run(tape)
    const { ledger } = result.engine.view()
    expect(result.failures).toEqual([])
    expect(ledger.positions.size).toBe(0)
    expect(ledger.realised).toBeGreaterThan(parseUsd('5'))
    await expectEven(result)
  })

  test('splits, sells and converts outcomes whose bids sum above a dollar, and is done with a profit', async () => {
    const bids = names.flatMap((name) => [
      book(`${name}-yes`, ['0.36', '3000'], ['0.38', '3000']),
      book(`${name}-no`, ['0.62', '3000'], ['0.64', '3000']),
    ])
    const result = await build([createArbitrageStrategy()]).run([
      [0, [...names.map((name) => fact(group(name))), ...bids]],
      ...seconds(1, 3, bids),
      ...seconds(3, 30, quotes),
    ])
    const { ledger } = result.engine.view()
    expect(result.failures).toEqual([])
    expect(ledger.positions.size).toBe(0)
    expect(ledger.realised).toBeGreaterThan(parseUsd('2'))
    await expectEven(result)
  })
})
