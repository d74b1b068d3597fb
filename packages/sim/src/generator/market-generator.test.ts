import { type MarketId, PRICE_ONE, type TokenId, timeMs } from '@bot/core'
import { describe, expect, test } from 'vitest'
import { createExchange } from '../exchange/create-exchange.js'
import type { SimExchange } from '../exchange/exchange.js'
import type { ExchangeEvent } from '../exchange/exchange-event.js'
import { createMarketGenerator } from './create-market-generator.js'
import type { GeneratorOptions, MarketGenerator } from './generator-options.js'

const START = 1_700_000_000_000
const MINUTE = 60_000

const begin = (
  parts: Partial<GeneratorOptions> = {},
  faults = {},
): { exchange: SimExchange; generator: MarketGenerator; events: ExchangeEvent[] } => {
  const exchange = createExchange({ start: timeMs(START), seed: 1, faults })
  const events: ExchangeEvent[] = []
  exchange.subscribe((event) => events.push(event))
  const generator = createMarketGenerator({
    exchange,
    seed: 7,
    maxCatchUpMs: Number.POSITIVE_INFINITY,
    ...parts,
  })
  return { exchange, generator, events }
}

const small = { binaries: 2, shorts: 3, pairs: 1, exhaustive: 1, augmented: 1 }

const best = (exchange: SimExchange, id: MarketId): { bid: number; ask: number } => {
  const market = exchange.market(id)
  const book = market === undefined ? undefined : exchange.book(market.tokens[0])
  return { bid: book?.bids[0]?.price ?? 0, ask: book?.asks[0]?.price ?? PRICE_ONE }
}

describe('three minutes of the default population', () => {
  const { exchange, generator, events } = begin()
  const crossed: MarketId[] = []
  for (let second = 1; second <= 180; second++) {
    generator.step(timeMs(START + second * 1_000))
    for (const market of exchange.markets()) {
      const { bid, ask } = best(exchange, market.id)
      if (bid >= ask) crossed.push(market.id)
    }
  }
  const markets = exchange.markets()
  const lagging = generator.planted().filter(({ kind }) => kind === 'matcher-lag')

  test('has about forty markets, four negRisk events among them, exhaustive and augmented', () => {
    const groups = new Map(
      markets.flatMap(({ event }) =>
        event?.negRisk ? [[event.negRisk.group, event.negRisk]] : [],
      ),
    )
    expect(markets.length).toBeGreaterThanOrEqual(38)
    expect(groups.size).toBeGreaterThanOrEqual(4)
    expect([...groups.values()].some((group) => group.augmented)).toBe(true)
    expect(markets.map((market) => market.negRiskRole)).toEqual(
      expect.arrayContaining(['named', 'other', 'placeholder', undefined]),
    )
    expect(new Set(markets.map((market) => market.slug)).size).toBe(markets.length)
  })

  test('moves books, trades, resolves some markets, plants some mispricings, and crosses a book only where it says so', () => {
    const count = (type: ExchangeEvent['type']): number =>
      events.filter((event) => event.type === type).length
    expect(count('book-changed')).toBeGreaterThan(5_000)
    expect(count('trade')).toBeGreaterThan(500)
    expect(count('market-resolved')).toBeGreaterThanOrEqual(1)
    expect(count('tick-changed')).toBeGreaterThanOrEqual(1)
    expect(generator.planted().length).toBeGreaterThanOrEqual(4)
    const said = new Set(lagging.flatMap((each) => each.markets))
    expect(crossed.filter((id) => !said.has(id))).toEqual([])
  })

  test('puts a known wallet on both sides of every trade, and whales among them', () => {
    const known = new Map(generator.wallets().map((wallet) => [wallet.address, wallet]))
    const trades = exchange.trades()
    for (const { taker, makers } of trades) {
      for (const { owner } of [taker, ...makers]) expect(known.has(owner)).toBe(true)
    }
    const whales = trades.filter(({ taker }) => taker.notional > 500e6)
    expect(whales.length).toBeGreaterThan(5)
    expect(whales.some(({ taker }) => known.get(taker.owner)?.role === 'informed')).toBe(true)
  })

  test('holders of resolved markets redeem', () => {
    expect(exchange.actions().filter((action) => action.kind === 'redeem').length).toBeGreaterThan(
      3,
    )
  })
})

test('the same seed lives the same life, whatever the steps', () => {
  const one = begin({ scale: small })
  const many = begin({ scale: small })
  one.generator.step(timeMs(START + MINUTE))
  for (let at = 0; at <= MINUTE; at += 777) many.generator.step(timeMs(START + at))
  many.generator.step(timeMs(START + MINUTE))
  expect(JSON.stringify(many.exchange.snapshot())).toBe(JSON.stringify(one.exchange.snapshot()))
  expect(many.generator.planted()).toEqual(one.generator.planted())
  const other = begin({ scale: small, seed: 8 })
  other.generator.step(timeMs(START + MINUTE))
  expect(JSON.stringify(other.exchange.snapshot())).not.toBe(
    JSON.stringify(one.exchange.snapshot()),
  )
})

test('a restored population goes on as the saved one', () => {
  const saved = begin({ scale: small })
  saved.generator.step(timeMs(START + MINUTE))
  const copy = begin({ scale: small })
  copy.exchange.restore(JSON.parse(JSON.stringify(saved.exchange.snapshot())))
  copy.generator.restore(JSON.parse(JSON.stringify(saved.generator.snapshot())))
  for (const { generator } of [saved, copy]) generator.step(timeMs(START + 2 * MINUTE))
  expect(copy.exchange.trades()).toEqual(saved.exchange.trades())
  expect(copy.exchange.audit()).toEqual(saved.exchange.audit())
  expect(() => copy.generator.restore(undefined)).toThrow(/version 2/)
})

test('what is planted can be seen in the books, in its form and size, when it is planted', () => {
  const { exchange, generator } = begin({ plantEveryMs: 2_000 })
  let seen = 0
  const kinds = new Set<string>()
  for (let at = 250; at <= 3 * MINUTE; at += 250) {
    generator.step(timeMs(START + at))
    const planted = generator.planted()
    for (const entry of planted.slice(seen)) {
      if (entry.trap) continue
      kinds.add(entry.kind)
      const tops = entry.markets.map((id) => best(exchange, id))
      const sum = (side: 'bid' | 'ask') => tops.reduce((total, top) => total + top[side], 0)
      if (entry.kind === 'negrisk-asks') expect(sum('ask')).toBeLessThan(PRICE_ONE)
      if (entry.kind === 'negrisk-bids') expect(sum('bid')).toBeGreaterThan(PRICE_ONE)
      if (entry.kind === 'logical-pair') expect(tops[1]?.bid).toBeGreaterThan(tops[0]?.ask ?? 0)
      if (entry.kind === 'resolved-winner') {
        const market = exchange.market(entry.markets[0] as MarketId)
        expect(market?.status).toBe('open')
        const bought = market?.tokens.indexOf(entry.legs[0]?.token as TokenId) ?? -1
        expect(market?.payouts?.[bought]).toBe(1_000_000)
      }
      expect(entry.shares).toBeGreaterThan(0)
      expect(entry.profitBeforeFees).toBeGreaterThan(0)
      expect(entry.profitAfterFees).toBeLessThanOrEqual(entry.profitBeforeFees)
    }
    seen = planted.length
  }
  expect([...kinds].sort()).toEqual([
    'logical-pair',
    'negrisk-asks',
    'negrisk-bids',
    'resolved-winner',
  ])
  const ended = generator.planted().filter((entry) => entry.ended !== undefined)
  expect(ended.length).toBeGreaterThan(5)
  for (const entry of ended) expect(entry.to).toBeGreaterThan(entry.from)
})

test('money is conserved through six minutes, and every group has one winner at most', () => {
  const { exchange, generator } = begin({ scale: { ...small, exhaustive: 2 } })
  generator.step(timeMs(START + 6 * MINUTE))
  const winners = new Map<string, number>()
  for (const { event, payouts } of exchange.markets()) {
    const group = event?.negRisk?.group
    if (group === undefined || payouts === undefined) continue
    winners.set(group, (winners.get(group) ?? 0) + (payouts[0] > 0 ? 1 : 0))
  }
  expect(winners.size).toBeGreaterThan(0)
  for (const count of winners.values()) expect(count).toBe(1)
  const { locked } = exchange.audit()
  expect(locked).toBeGreaterThan(0)
  for (const { address } of generator.wallets()) {
    const { cash, reserved } = exchange.balances(address)
    expect(cash).toBeGreaterThanOrEqual(reserved)
  }
})

test('with the matcher-lag fault books do cross for a while', () => {
  const { exchange, generator } = begin(
    { scale: small },
    { matcherLag: { chance: 1, millis: 3_000 } },
  )
  let crossed = 0
  for (let at = 250; at <= MINUTE; at += 250) {
    generator.step(timeMs(START + at))
    for (const market of exchange.markets()) {
      const { bid, ask } = best(exchange, market.id)
      if (bid >= ask) crossed += 1
    }
  }
  expect(crossed).toBeGreaterThan(0)
})

test('a long sleep is not lived through', () => {
  const { exchange, generator } = begin({ scale: small, maxCatchUpMs: 1_000 })
  generator.step(timeMs(START + 1_000 * MINUTE))
  expect(exchange.now()).toBe(START + 1_000 * MINUTE)
  expect(exchange.trades().length).toBeLessThan(50)
})

test('every kind of trap is set, promises profit on paper or in parts, and counts none of it', () => {
  const { exchange, generator } = begin({
    plantEveryMs: 0,
    trapEveryMs: 1_000,
    scale: { ...small, exhaustive: 4 },
  })
  for (let at = 250; at <= 8 * MINUTE; at += 250) generator.step(timeMs(START + at))
  const traps = generator.planted()
  const profitOf = (kind: string): number[] =>
    traps.filter((trap) => trap.kind === kind).map((trap) => trap.profitAfterFees)
  expect([...new Set(traps.map(({ kind }) => kind))].sort()).toEqual([
    'below-minimum-size',
    'cancelled-depth',
    'cumulative-ladder',
    'fee-eaten-edge',
    'matcher-lag',
    'non-exhaustive-set',
    'overturned-proposal',
    'stale-side',
    'wrong-equivalence',
  ])
  expect(traps.every(({ trap, executableProfit }) => trap && executableProfit === 0)).toBe(true)
  expect(Math.max(...profitOf('fee-eaten-edge'))).toBeLessThan(0)
  expect(Math.min(...profitOf('cancelled-depth'))).toBeGreaterThan(0)
  for (const { kind, legs, shares } of traps) {
    if (kind !== 'below-minimum-size') continue
    expect(shares).toBeLessThan(exchange.market(legs[0]?.market as MarketId)?.minimumSize ?? 0)
  }
})

test('a wrong proposal is disputed, and the right one reported while orders are still taken', () => {
  const { exchange, generator } = begin({
    plantEveryMs: 0,
    scale: { binaries: 0, shorts: 6, pairs: 0, exhaustive: 0, augmented: 0, ladders: 0, twins: 0 },
    shortLifeMs: { least: 10_000, most: 30_000 },
  })
  const open = new Set<string>()
  for (let at = 250; at <= 3 * MINUTE; at += 250) {
    generator.step(timeMs(START + at))
    for (const { id, status, payouts } of exchange.markets()) {
      if (status === 'open' && payouts !== undefined) open.add(id)
    }
  }
  const wrong = generator.planted().filter(({ kind }) => kind === 'overturned-proposal')
  const ended = wrong.flatMap(({ markets, legs }) => {
    const market = exchange.market(markets[0] as MarketId)
    return market?.payouts === undefined ? [] : [{ market, token: legs[0]?.token as TokenId }]
  })
  expect(ended.length).toBeGreaterThan(0)
  for (const { market, token } of ended) {
    expect(market.payouts?.[market.tokens.indexOf(token)]).toBe(0)
    expect(market.resolutionSteps).toEqual(['proposed', 'disputed', 'proposed', 'resolved'])
  }
  expect(open.size).toBeGreaterThan(3)
})

test('the steps of what is planted end where the profit does, and every step costs what it says', () => {
  const { generator } = begin({ plantEveryMs: 2_000, trapEveryMs: 0 })
  generator.step(timeMs(START + 3 * MINUTE))
  expect(generator.planted().length).toBeGreaterThan(20)
  for (const { steps, executableProfit, trap, profitAfterFees } of generator.planted()) {
    expect(trap).toBe(false)
    expect(executableProfit).toBe(Math.max(...steps.map((step) => step.profit)))
    expect(executableProfit).toBeGreaterThanOrEqual(profitAfterFees - 100)
    const costs = steps.map((step) => step.cost)
    expect(costs).toEqual([...costs].sort((a, b) => a - b))
  }
})

test('markets whose relations matter are there when asked for: what is stricter is bid above what it implies', () => {
  const none = { binaries: 0, shorts: 0, pairs: 0, exhaustive: 0, augmented: 0, ladders: 0 }
  const { exchange, generator } = begin({
    scale: { ...none, twins: 0, related: 1 },
    plantEveryMs: 2_000,
    trapEveryMs: 2_000,
  })
  let seen = 0
  for (let at = 250; at <= 4 * MINUTE; at += 250) {
    generator.step(timeMs(START + at))
    const planted = generator.planted()
    for (const { markets } of planted.slice(seen)) {
      const [implied, stricter] = markets.map((id) => best(exchange, id))
      expect(stricter?.bid).toBeGreaterThan(implied?.ask ?? 0)
    }
    seen = planted.length
  }
  expect([...new Set(generator.planted().map(({ kind }) => kind))].sort()).toEqual([
    'spread-pair',
    'threshold-pair',
    'total-pair',
    'unconfirmed-relation',
    'worded-pair',
  ])
  const eventsOf = (kind: string): number[] =>
    generator
      .planted()
      .filter((each) => each.kind === kind)
      .map(({ markets }) => new Set(markets.map((id) => exchange.market(id)?.event?.id)).size)
  expect(new Set(eventsOf('total-pair'))).toEqual(new Set([1]))
  expect(new Set(eventsOf('worded-pair'))).toEqual(new Set([2]))
  const outcomes = exchange.markets().map(({ outcomes: [first] }) => first)
  expect(new Set(outcomes)).toEqual(new Set(['Yes', 'Over', outcomes[6]]))
})
