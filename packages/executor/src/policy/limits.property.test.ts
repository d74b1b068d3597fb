import {
  type Basket,
  createOrderBook,
  createSeededRandom,
  eventId,
  isOnTick,
  isTerminal,
  type MarketFacts,
  type OrderBook,
  type OrderIntent,
  PRICE_ONE,
  type Price,
  price,
  type Signal,
  setLevel,
  size,
  timeMs,
  usd,
} from '@bot/core'
import { buildMarket, buildSignal } from '@bot/core/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createWorld, type Fate, type World } from '../fixtures/world.js'
import { FIRST_SYSTEM_LIMITS } from '../risk/risk-limits.js'
import { AGGRESSIVE_SIZING } from '../risk/sizing.js'
import { createExecutionPolicy } from './create-execution-policy.js'

const LIMITS = FIRST_SYSTEM_LIMITS
const TICKS = [100, 50, 10, 1] as const
type Random = () => number
const pick = <T>(random: Random, of: readonly T[]): T => of[Math.floor(random() * of.length)] as T
const between = (random: Random, low: number, high: number): number =>
  low + Math.floor(random() * (high - low + 1))

const randomMarket = (random: Random, index: number): MarketFacts =>
  buildMarket(`m${index}`, {
    event: eventId(`e${Math.floor(index / 3)}`),
    tick: price(pick(random, TICKS)),
    minimumSize: size(pick(random, [1, 5, 15]) * 1_000_000),
    fee: { ratePpm: pick(random, [0, 0, 30_000, 70_000]), exponent: 1, takerOnly: random() < 0.8 },
  })

const fillBook = (random: Random, book: OrderBook, mid: number, tick: number): void => {
  for (const side of [book.bids, book.asks]) {
    side.prices.length = 0
    side.sizes.length = 0
  }
  const grid = (at: number): Price =>
    Math.min(PRICE_ONE - tick, Math.max(tick, Math.round(at / tick) * tick)) as Price
  const half = between(random, 1, 3) * tick
  for (let index = 0; index < 5; index++) {
    const shares = (): ReturnType<typeof size> => size(between(random, 1, 300_000) * 10_000)
    const ask = grid(mid + half + index * tick)
    const bid = grid(mid - half - index * tick)
    if (ask > mid) setLevel(book, 'ask', ask, shares())
    if (bid < mid) setLevel(book, 'bid', bid, shares())
  }
}

const randomSignal = (random: Random, world: World, index: number): Signal => {
  const market = pick(random, world.markets)
  const token = pick(random, market.tokens)
  const book = world.books.find((each) => each.token === token)
  const best = book?.asks.prices.at(-1) ?? 5_000
  const limit = price(Math.min(9_999, Math.max(1, best + between(random, -20, 400))))
  return buildSignal({
    strategy: `s${between(random, 0, 6)}`,
    token,
    market: market.id,
    side: random() < 0.7 ? 'buy' : 'sell',
    entry: random() < 0.8 ? 'take' : 'rest',
    limit,
    wanted: random() < 0.5 ? 'max' : size(between(random, 1, 30_000) * 10_000),
    edgePerShare: 0.2,
    confidence: 0.4 + random() * 0.6,
    expiresAt: timeMs(world.now + between(random, 1, 120_000)),
    because: `signal ${index}`,
    ...(random() < 0.15 ? { basket: randomBasket(random, world, index) } : {}),
  })
}

const randomBasket = (random: Random, world: World, index: number): Basket => {
  const group = between(random, 0, 1)
  const markets = world.markets.slice(group * 3, group * 3 + between(random, 2, 3))
  const shares = size(between(random, 5, 120) * 1_000_000)
  const legs = markets.flatMap((market) => {
    const token = market.tokens[0]
    const asks = world.books.find((each) => each.token === token)?.asks.prices ?? []
    const limit = asks[Math.max(0, asks.length - between(random, 1, 3))]
    if (token === undefined || limit === undefined) return []
    return [{ token, market: market.id, side: 'buy' as const, shares, limit }]
  })
  const most = legs.reduce((sum, { limit }) => sum + (limit * shares) / 10_000, 0)
  return {
    id: `b${index}`,
    stages: [{ kind: 'legs', legs }, { kind: 'hold-to-resolution' }],
    maxCost: usd(Math.ceil(most * 1.02)),
    worstCase: usd(between(random, 0, 3_000_000)),
    maxLegLoss: usd(between(random, 0, 6_000_000)),
    expiresAt: timeMs(world.now + 5_000),
    booksSeen: legs.map(({ token }) => ({ token, epoch: 1, changedAt: timeMs(0) })),
    proof: {},
  }
}

const FATES: readonly Fate[] = [
  {},
  {},
  { share: 0.6 },
  { share: 0 },
  { end: 'refused' },
  { end: 'unknown', found: 1 },
  { end: 'unknown' },
  { end: 'silent', found: 0.5 },
  { voided: true },
  { repeated: true },
]

/** Checks one order against its book at the moment it is sent. */
const expectSound = (world: World, order: OrderIntent): void => {
  const market = world.markets.find(({ id }) => id === order.market)
  const book = world.books.find(({ token }) => token === order.token)
  if (market === undefined || book === undefined) throw new Error('unknown market')
  if (market.tick === 'unknown' || market.minimumSize === 'unknown') throw new Error('unknown')
  expect(isOnTick(order.limit, market.tick)).toBe(true)
  expect(order.shares).toBeGreaterThanOrEqual(market.minimumSize)
  const dollars = (BigInt(order.shares) * BigInt(order.limit)) / 10_000n
  if (order.side === 'buy') expect(dollars).toBeGreaterThanOrEqual(1_000_000n)
  expect(order.shares % 10_000).toBe(0)
  if (order.tif !== 'fak') return
  const exact = BigInt(order.shares) * BigInt(order.limit)
  expect(exact % (order.side === 'buy' ? 100_000_000n : 1_000_000n)).toBe(0n)
  const ladder = order.side === 'buy' ? book.asks : book.bids
  const best = ladder.prices.at(-1) ?? 0
  let depth = 0
  ladder.prices.forEach((at, index) => {
    if (order.side === 'buy' ? at <= order.limit : at >= order.limit)
      depth += ladder.sizes[index] ?? 0
  })
  if (order.basket !== undefined) return
  expect(order.shares).toBeLessThanOrEqual(depth)
  const reach = Math.abs(order.limit - best) / best
  expect(reach).toBeLessThanOrEqual(0.02)
}

type Risk = {
  cost: Map<string, number>
  events: Map<string, { cost: number; groups: Set<string> }>
}

/** Adds up by hand what is at risk: positions at cost, open buys at their limit. */
const atRisk = (world: World): Risk => {
  const risk: Risk = { cost: new Map(), events: new Map() }
  const add = (group: string, market: string, dollars: number): void => {
    risk.cost.set(group, (risk.cost.get(group) ?? 0) + dollars)
    const event = world.markets.find(({ id }) => id === market)?.event ?? market
    const all = risk.events.get(event) ?? { cost: 0, groups: new Set<string>() }
    all.cost += dollars
    all.groups.add(group)
    risk.events.set(event, all)
  }
  for (const position of world.ledger().positions.values()) {
    if (position.confirmed + position.provisional <= 0) continue
    add(position.basket ?? position.key, position.market, Math.max(0, position.cost))
  }
  for (const { intent, filled, status } of world.orders.values()) {
    if (intent.side !== 'buy' || isTerminal(status)) continue
    const left = ((intent.shares - filled.size) * intent.limit) / 10_000
    add(intent.basket ?? `${intent.owner} ${intent.token}`, intent.market, left)
  }
  return risk
}

const expectWithinLimits = (world: World): void => {
  const { cost, events } = atRisk(world)
  for (const [group, dollars] of cost) {
    const most = group.startsWith('b') ? LIMITS.basketMaxUsd : LIMITS.maxPositionUsd
    expect(dollars, group).toBeLessThanOrEqual(most)
  }
  for (const { cost: dollars } of events.values()) {
    expect(dollars).toBeLessThanOrEqual(LIMITS.maxCorrelatedExposureUsd)
  }
  const status = world.policy.status(world.view())
  expect(status['tradesThisHour']).toBeLessThanOrEqual(LIMITS.maxTradesPerHour)
  const { confirmed, provisional } = world.ledger().cash
  expect(confirmed + provisional).toBeGreaterThanOrEqual(0)
}

const live = (seed: number, aggressive: boolean): World => {
  const random = createSeededRandom(seed)
  const markets = Array.from({ length: 6 }, (_unused, index) => randomMarket(random, index))
  const mids = new Map(markets.map((market) => [market.id, between(random, 300, 9_700)]))
  const books = markets.flatMap((market) => market.tokens.map((token) => createOrderBook(token)))
  const requote = (): void => {
    for (const market of markets) {
      const moved = (mids.get(market.id) ?? 5_000) + between(random, -300, 300)
      const mid = Math.min(9_700, Math.max(300, moved))
      mids.set(market.id, mid)
      market.tokens.forEach((token, outcome) => {
        const book = books.find((each) => each.token === token)
        if (book === undefined) return
        fillBook(random, book, outcome === 0 ? mid : PRICE_ONE - mid, Number(market.tick))
        Object.assign(book, { epoch: 1, status: 'live', provenAliveAt: world.now })
      })
    }
  }
  const world: World = createWorld({
    policy: createExecutionPolicy({
      limits: LIMITS,
      slippage: { minLiquidityUsd: usd(0) },
      ...(aggressive ? { sizing: AGGRESSIVE_SIZING } : {}),
    }),
    markets,
    books,
    cash: between(random, 20, 400) * 1_000_000,
    fate: (order) => {
      expectSound(world, order)
      const fate = pick(random, FATES)
      // A sale that is undone brings its position back, whatever was bought meanwhile: no limit can forbid that.
      return order.side === 'sell' && fate.voided === true ? {} : fate
    },
  })
  requote()
  for (let step = 0; step < 60; step++) {
    world.consider(randomSignal(random, world, step))
    expectWithinLimits(world)
    if (random() < 0.3) requote()
    world.pass(between(random, 100, 90_000))
    if (random() < 0.5) world.settleTrades()
    expectWithinLimits(world)
  }
  return world
}

test('no order ever exceeds a limit, the cash, the depth or the precision of the venue', () => {
  let sent = 0
  let baskets = 0
  fc.assert(
    fc.property(fc.integer(), fc.boolean(), (seed, aggressive) => {
      const world = live(seed, aggressive)
      for (const command of world.commands) {
        if (command.kind !== 'submit') continue
        sent += 1
        if (command.order.basket !== undefined) baskets += 1
      }
      const refs = [...world.orders.keys()]
      expect(new Set(refs).size).toBe(refs.length)
    }),
    { numRuns: 150 },
  )
  expect(sent).toBeGreaterThan(1_000)
  expect(baskets).toBeGreaterThan(30)
}, 120_000)
