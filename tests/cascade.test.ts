import { createArbitrageStrategy } from '@bot/arbitrage'
import { createCascade } from '@bot/cascade'
import {
  type Command,
  type Event,
  type MarketFacts,
  mirrorLevels,
  type Refusal,
  type Tick,
  tokenId,
  usd,
} from '@bot/core'
import { buildMarket, level, stampAll } from '@bot/core/testing'
import { createEngine } from '@bot/engine'
import { createExecutionPolicy, FIRST_SYSTEM_LIMITS } from '@bot/executor'
import { createMarketOnlyStrategy, createVolatilityScalpStrategy } from '@bot/strategies'
import { expect, test } from 'vitest'

const provenance = { source: 'test', ageMs: 0, state: 'live', simulated: true } as const
const fee = { ratePpm: 50_000, exponent: 1, takerOnly: true } as const

const outcome = (index: number): MarketFacts =>
  buildMarket(`m${index}`, {
    label: ['≤1', '2', '≥3'][index] ?? '',
    event: 'weather' as never,
    fee,
    negRisk: { group: 'g', augmented: false, role: 'named', feeBips: 0 },
  })

/** A market, its YES book and the exact mirror. */
const listed = (market: MarketFacts, bid: string, ask: string): readonly Event[] => {
  const bids = [level(bid, '5000')]
  const asks = [level(ask, '5000')]
  const [yes, no] = market.tokens
  const book = { type: 'book-snapshot', epoch: 1 } as const
  return [
    { type: 'fact', kind: 'market', key: market.id, value: market, provenance },
    { ...book, token: yes ?? tokenId(''), bids, asks },
    { ...book, token: no ?? tokenId(''), bids: mirrorLevels(asks), asks: mirrorLevels(bids) },
  ]
}

const run = (events: readonly Event[]): readonly Tick[] => {
  const strategies = [
    createArbitrageStrategy(),
    createMarketOnlyStrategy(),
    createVolatilityScalpStrategy(),
  ]
  const engine = createEngine({
    strategies,
    scheduler: createCascade({ strategies }),
    policy: createExecutionPolicy({ limits: FIRST_SYSTEM_LIMITS }),
    start: usd(1_000_000_000),
    seed: 1,
  })
  return stampAll(events).map((stamped) => engine.process(stamped))
}

const commandsOf = (ticks: readonly Tick[]): readonly Command[] =>
  ticks.flatMap(({ commands }) => commands)
const refusalsOf = (ticks: readonly Tick[]): readonly Refusal[] =>
  ticks.flatMap(({ decisions }) => decisions.filter((each) => each.kind === 'refusal'))
const scan = (to: number): Event => ({ type: 'scan-slice', scan: 1, from: 0, to, last: true })

test('a negRisk sum that pays its fees is proven, chosen, approved, written down and begun as one basket', () => {
  const ticks = run([0, 1, 2].flatMap((index) => listed(outcome(index), '0.38', '0.4')))
  const [record, first, ...more] = commandsOf(ticks)
  expect(record).toMatchObject({ kind: 'record', event: { type: 'basket' } })
  expect(first).toMatchObject({
    kind: 'submit',
    order: { side: 'buy', limit: 6_200, tif: 'fak' },
  })
  if (first?.kind !== 'submit') throw new Error('expected a submit')
  expect(first.order.token).toMatch(/-no$/)
  expect(first.order.basket).toContain('arbitrage:event-no:g')
  // The other legs wait for what the first one fills.
  expect(more).toEqual([])
})

test('a crossed market is never sent, and the reason is counted', () => {
  const market = buildMarket('x', { negRisk: 'none' })
  const ticks = run([...listed(market, '0.55', '0.5'), scan(1)])
  expect(commandsOf(ticks)).toEqual([])
  const reasons = refusalsOf(ticks).map(({ refused }) => refused)
  expect(reasons).toContain('crossed-book')
})

test('a scan sells a favourite through the cascade, once, and audits every strategy', () => {
  const market = buildMarket('f', { question: 'Will it be so?' })
  const events = [...listed(market, '0.8', '0.81'), scan(1), scan(1)]
  const ticks = run(events)
  const orders = commandsOf(ticks).flatMap((each) => (each.kind === 'submit' ? [each.order] : []))
  expect(orders).toMatchObject([{ owner: 'market-only', token: 'f-no', side: 'buy', limit: 2_000 }])
  expect(refusalsOf(ticks).map(({ refused }) => refused)).toContain('already-engaged')
  const audits = ticks.flatMap(({ audits: found }) => found)
  expect(audits).toHaveLength(2)
  expect(audits[0]?.audit).toMatchObject({
    scheduler: 'cascade',
    taken: 1,
    strategies: [
      { strategy: 'arbitrage', evaluated: true, taken: 0 },
      { strategy: 'market-only', evaluated: true, taken: 1 },
      { strategy: 'volatility-scalp', evaluated: true, taken: 0 },
    ],
  })
})

test('the same events give the same decisions', () => {
  const events = [
    ...[0, 1, 2].flatMap((index) => listed(outcome(index), '0.38', '0.4')),
    ...listed(buildMarket('f'), '0.8', '0.81'),
    scan(4),
  ]
  expect(run(events)).toEqual(run(events))
})
