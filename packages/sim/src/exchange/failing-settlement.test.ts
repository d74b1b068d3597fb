import { mirrorLevels, orderId, price, type Size, size, type TokenId, timeMs, usd } from '@bot/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createExchange } from './create-exchange.js'
import type { SimExchange } from './exchange.js'
import type { ExchangeOptions } from './exchange-options.js'
import type { SimMarket } from './sim-market.js'
import type { NewOrder } from './sim-order.js'

const START = 1_700_000_000_000
const owners = ['ann', 'bob', 'cat']
const deposited = 1_000_000_000

const step = fc.record({
  owner: fc.constantFrom(...owners),
  kind: fc.constantFrom('buy', 'buy', 'buy', 'sell', 'sell', 'cancel', 'split', 'merge', 'restart'),
  market: fc.constantFrom(0 as const, 1 as const),
  outcome: fc.constantFrom(0 as const, 1 as const),
  limit: fc.integer({ min: 47, max: 53 }),
  shares: fc.integer({ min: 500, max: 3_000 }).map((n) => n * 10_000),
  tif: fc.constantFrom('gtc' as const, 'gtc' as const, 'fak' as const, 'fok' as const),
  spends: fc.boolean(),
  waitMs: fc.constantFrom(0, 0, 100, 1_000, 3_000),
})
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

type World = {
  exchange: SimExchange
  readonly options: ExchangeOptions
  readonly markets: readonly SimMarket[]
  readonly sent: NewOrder[]
}

const begin = (selfTrade: 'allow' | 'cancel-resting'): World => {
  const options: ExchangeOptions = {
    start: timeMs(START),
    selfTrade,
    settlement: {
      minedMs: 800,
      confirmedMs: 1_500,
      retryMs: 900,
      retryChance: 0.6,
      failChance: 0.6,
    },
    faults: { matcherLag: { chance: 0.2, millis: 500 } },
  }
  const exchange = createExchange(options)
  const common = { question: '?', endsAt: timeMs(START + 1e9) }
  const fee = { ratePpm: 70_000, exponent: 1, takerOnly: true }
  const takerDelay = { millis: 400, answer: 'delayed' } as const
  const markets = [
    exchange.createMarket({ ...common, slug: 'a', fee }),
    exchange.createMarket({ ...common, slug: 'b', takerDelay }),
  ]
  for (const owner of owners) {
    exchange.deposit(owner, usd(deposited))
    for (const { id } of markets) exchange.split(owner, id, size(20_000_000))
  }
  return { exchange, options, markets, sent: [] }
}

const act = (world: World, each: Step): void => {
  const { exchange, markets, sent } = world
  const market = markets[each.market] as SimMarket
  const { owner, kind } = each
  if (kind === 'split' || kind === 'merge') exchange[kind](owner, market.id, size(each.shares))
  else if (kind === 'cancel') exchange.cancel(owner, 'all')
  else if (kind === 'restart') {
    world.exchange = createExchange(world.options)
    world.exchange.restore(JSON.parse(JSON.stringify(exchange.snapshot())))
  } else {
    const spends = each.spends && kind === 'buy' && each.tif !== 'gtc'
    const order: NewOrder = {
      id: orderId(`o${sent.length}`),
      owner,
      token: market.tokens[each.outcome],
      side: kind as 'buy' | 'sell',
      shares: size(each.shares),
      limit: price(each.limit * 100),
      tif: each.tif,
      postOnly: false,
      ...(spends ? { maxNotional: usd(Math.floor(each.shares / 2)) } : {}),
    }
    if (exchange.place(order).outcome !== 'refused') sent.push(order)
    else sent.push({ ...order, shares: size(0) })
  }
  world.exchange.advanceTo(timeMs(world.exchange.now() + each.waitMs))
}

const heldBy = (exchange: SimExchange, token: TokenId): number =>
  owners.reduce((sum, owner) => sum + (exchange.balances(owner).holdings.get(token) ?? 0), 0)

const checkMoney = ({ exchange, markets }: World): void => {
  const { cash, locked, fees } = exchange.audit()
  expect(cash + locked + fees).toBe(deposited * owners.length)
  const sets = markets.map(({ id, tokens: [yes, no] }) => {
    expect(heldBy(exchange, yes)).toBe(heldBy(exchange, no))
    expect(exchange.figures(id).openInterest).toBe(heldBy(exchange, yes))
    return heldBy(exchange, yes)
  })
  expect(locked).toBe(sets.reduce((sum, count) => sum + count, 0))
  for (const owner of owners) {
    const own = exchange.balances(owner)
    expect(own.cash - own.reserved - own.incomingCash).toBeGreaterThanOrEqual(0)
    expect(Math.min(own.reserved, own.incomingCash, own.outgoingCash)).toBeGreaterThanOrEqual(0)
    for (const token of markets.flatMap((market) => market.tokens)) {
      const count = (counts: ReadonlyMap<TokenId, Size>): number => counts.get(token) ?? 0
      const unusable = [own.reservedHoldings, own.incomingHoldings, own.outgoingHoldings].map(count)
      expect(Math.min(...unusable)).toBeGreaterThanOrEqual(0)
      expect(count(own.holdings)).toBeGreaterThanOrEqual((unusable[0] ?? 0) + (unusable[1] ?? 0))
    }
  }
}

const checkBooks = ({ exchange, markets }: World): void => {
  for (const { tokens } of markets) {
    const [yes, no] = tokens.map(exchange.book)
    expect(no?.bids).toEqual(mirrorLevels(yes?.asks ?? []))
    expect(no?.asks).toEqual(mirrorLevels(yes?.bids ?? []))
  }
}

/** Every order's fills are those of its trades, none more than it asked for, at no worse than its limit. */
const checkFills = ({ exchange, sent }: World): void => {
  const got = new Map<string, number>()
  const add = (order: string, shares: number): void =>
    void got.set(order, (got.get(order) ?? 0) + shares)
  for (const { taker, makers } of exchange.trades()) {
    add(taker.order, taker.size)
    for (const maker of makers) add(maker.order, maker.size)
    expect(makers.reduce((sum, maker) => sum + maker.size, 0)).toBe(taker.size)
  }
  for (const order of sent) {
    const filled = got.get(order.id) ?? 0
    expect(exchange.order(order.id)?.filled ?? 0).toBe(filled)
    if (order.maxNotional === undefined) expect(filled).toBeLessThanOrEqual(order.shares)
  }
}

/** What an owner has must be what it paid in, its splits and merges, and the trades that did not fail: once each. */
const expectedCash = (exchange: SimExchange, owner: string): number => {
  let cash = deposited
  for (const action of exchange.actions({ owner })) cash += action.cash
  for (const { taker, makers, status } of exchange.trades({ owner })) {
    if (status === 'failed') continue
    for (const part of [taker, ...makers]) {
      if (part.owner !== owner) continue
      cash += (part.side === 'buy' ? -part.notional : part.notional) - part.fee
    }
  }
  return cash
}

test('whatever fails and restarts, no money, share or fill is lost, made or counted twice', () => {
  const seen = { failed: 0, confirmed: 0 }
  fc.assert(
    fc.property(
      fc.array(step, { minLength: 20, maxLength: 60 }),
      fc.constantFrom('allow' as const, 'cancel-resting' as const),
      (steps, selfTrade) => {
        const world = begin(selfTrade)
        for (const each of steps) {
          act(world, each)
          checkMoney(world)
          checkBooks(world)
        }
        world.exchange.advanceTo(timeMs(world.exchange.now() + 60_000))
        checkMoney(world)
        checkFills(world)
        const { exchange } = world
        for (const { status } of exchange.trades()) {
          expect(['failed', 'confirmed']).toContain(status)
          seen[status as 'failed' | 'confirmed'] += 1
        }
        for (const owner of owners) {
          const { cash, incomingCash, outgoingCash, incomingHoldings } = exchange.balances(owner)
          expect(cash).toBe(expectedCash(exchange, owner))
          expect([incomingCash, outgoingCash, incomingHoldings.size]).toEqual([0, 0, 0])
        }
      },
    ),
    { numRuns: 120 },
  )
  expect(Math.min(seen.failed, seen.confirmed)).toBeGreaterThan(100)
})
