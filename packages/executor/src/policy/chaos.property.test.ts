import {
  createOrderBook,
  createSeededRandom,
  eventId,
  type MarketFacts,
  type OrderBook,
  type OrderRef,
  PRICE_ONE,
  price,
  setLevel,
  size,
  type TokenId,
  timeMs,
  usd,
} from '@bot/core'
import { buildMarket, buildSignal } from '@bot/core/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type ChaosWorld, createChaosWorld, type TrueOrder } from '../fixtures/chaos-world.js'
import { FIRST_SYSTEM_LIMITS } from '../risk/risk-limits.js'
import { createExecutionPolicy } from './create-execution-policy.js'
import { readMemo } from './order-memo.js'

const LIMITS = {
  ...FIRST_SYSTEM_LIMITS,
  maxDailyLossUsd: usd(10_000_000_000),
  lossStreakPauseLimit: 1_000,
  maxTradesPerHour: 1_000,
  maxPositionUsd: usd(50_000_000),
  maxCorrelatedExposureUsd: usd(90_000_000),
  maxEventLossUsd: usd(60_000_000),
  orderErrors: { maxPercent: 100, ofLast: 20, withinMinutes: 60, coolDownMinutes: 1 },
}
type Random = () => number
const pick = <T>(random: Random, of: readonly T[]): T => of[Math.floor(random() * of.length)] as T
const between = (random: Random, low: number, high: number): number =>
  low + Math.floor(random() * (high - low + 1))

const fillBook = (random: Random, book: OrderBook, mid: number): void => {
  for (const side of [book.bids, book.asks]) {
    side.prices.length = 0
    side.sizes.length = 0
  }
  const half = between(random, 1, 3) * 100
  for (let index = 0; index < 4; index++) {
    const shares = () => size(between(random, 50, 2_000) * 1_000_000)
    setLevel(book, 'ask', price(mid + half + index * 100), shares())
    setLevel(book, 'bid', price(mid - half - index * 100), shares())
  }
}

const start = (random: Random): { world: ChaosWorld; requote: () => void } => {
  const markets: MarketFacts[] = [0, 1, 2, 3].map((index) =>
    buildMarket(`m${index}`, {
      event: eventId(index < 3 ? 'race' : 'alone'),
      negRisk:
        index < 3
          ? { group: 'race', augmented: random() < 0.5, role: 'named', feeBips: 0 }
          : 'none',
      fee: { ratePpm: pick(random, [0, 70_000]), exponent: 1, takerOnly: true },
    }),
  )
  const books = markets.flatMap(({ tokens }) => tokens.map((token) => createOrderBook(token)))
  const world = createChaosWorld({
    policy: createExecutionPolicy({
      limits: LIMITS,
      slippage: { minLiquidityUsd: usd(0), maxPercent: 5 },
      splitting: { childUsd: usd(10_000_000) },
    }),
    markets,
    books,
    cash: between(random, 30, 300) * 1_000_000,
    random,
  })
  const requote = (): void => {
    for (const { tokens } of markets) {
      const mid = between(random, 10, 90) * 100
      tokens.forEach((token, outcome) => {
        const book = books.find((each) => each.token === token)
        if (book === undefined) return
        fillBook(random, book, outcome === 0 ? mid : PRICE_ONE - mid)
        Object.assign(book, { epoch: 1, status: 'live', provenAliveAt: world.now })
      })
    }
  }
  requote()
  return { world, requote }
}

const signalOf = (random: Random, world: ChaosWorld) => {
  const market = pick(random, world.markets)
  const token = pick(random, market.tokens)
  const asks = world.books.find((book) => book.token === token)?.asks.prices ?? []
  const limit = price(Math.min(9_900, (asks.at(-1) ?? 5_000) + between(random, -3, 6) * 100))
  return buildSignal({
    strategy: `s${between(random, 0, 2)}`,
    token,
    market: market.id,
    limit,
    entry: random() < 0.5 ? 'take' : 'rest',
    placement: pick(random, ['limit', 'join', 'improve'] as const),
    wanted: random() < 0.5 ? 'max' : size(between(random, 5, 120) * 1_000_000),
    edgePerShare: 1,
    confidence: 1,
    expiresAt: timeMs(world.now + between(random, 10, 300) * 1_000),
  })
}

/** What a true order may still cost: its dollars at the limit, less those spent, if the venue may still fill it. */
const stillMay = (world: ChaosWorld, ref: OrderRef, order: TrueOrder | undefined): number => {
  const intent = order?.intent ?? world.orders.get(ref)?.intent
  if (intent === undefined || intent.side === 'sell' || order?.open === false) return 0
  return Math.floor((intent.shares * intent.limit) / 10_000) - (order?.spent ?? 0)
}

const costsOf = (world: ChaosWorld) => {
  const groups = new Map<string, { bought: number; sold: number; cost: number; more: number }>()
  for (const [ref, order] of world.truth) {
    const { intent } = order
    const key = `${intent.owner} ${intent.token}`
    const group = groups.get(key) ?? { bought: 0, sold: 0, cost: 0, more: 0 }
    if (intent.side === 'buy') {
      group.bought += order.shares
      group.cost += order.spent + order.fees
      group.more += stillMay(world, ref, order)
    } else group.sold += order.shares
    groups.set(key, group)
  }
  return groups
}

/** Where nothing was sold yet, what was paid is what is at risk: no need to know how costs are averaged. */
const expectWithinLimits = (world: ChaosWorld): void => {
  const status = world.policy.status(world.view())
  expect(status['freeCash']).toBeGreaterThanOrEqual(0)
  let cash = 0
  for (const [key, { sold, cost, more }] of costsOf(world)) {
    cash += cost + more
    if (sold === 0) expect(cost + more, key).toBeLessThanOrEqual(LIMITS.maxPositionUsd)
  }
  const earned = [...world.truth.values()]
    .filter(({ intent }) => intent.side === 'sell')
    .reduce((sum, { spent, fees }) => sum + spent - fees, 0)
  expect(cash - earned).toBeLessThanOrEqual(world.ledger().start)
  for (const event of ['race', 'alone']) expectEventWithin(world, event)
}

const expectEventWithin = (world: ChaosWorld, event: string): void => {
  const markets = world.markets.filter((market) => market.event === event)
  const tokens = new Set(markets.flatMap((market) => market.tokens))
  const mine = [...costsOf(world)].filter(([key]) => tokens.has(key.split(' ')[1] as TokenId))
  if (mine.some(([, { sold }]) => sold > 0)) return
  const atCost = mine.reduce((sum, [, { cost, more }]) => sum + cost + more, 0)
  expect(atCost).toBeLessThanOrEqual(LIMITS.maxCorrelatedExposureUsd)
  const augmented = markets.some(({ negRisk }) => typeof negRisk === 'object' && negRisk.augmented)
  const winners = event === 'alone' ? [0, 1] : [...markets.keys(), ...(augmented ? [-1] : [])]
  for (const winner of winners) {
    const pays = (token: TokenId): boolean =>
      markets.some((market, index) =>
        event === 'alone'
          ? market.tokens[winner] === token
          : market.tokens[index === winner ? 0 : 1] === token,
      )
    let loss = 0
    for (const [key, { bought, cost, more }] of mine) {
      const paid = pays(key.split(' ')[1] as TokenId)
      loss += cost - (paid ? bought : 0) + (paid ? 0 : more)
    }
    expect(loss, `${event} ${winner}`).toBeLessThanOrEqual(LIMITS.maxEventLossUsd)
  }
}

/** Entries that take in parts: what all parts ask for, and what the first said that all shall reach. */
const partsOf = (world: ChaosWorld) => {
  const trades = new Map<string, { asked: number; whole: number }>()
  for (const { intent } of world.orders.values()) {
    const memo = readMemo(intent)
    if (memo === undefined || intent.tif !== 'fak') continue
    const known = trades.get(memo.trade) ?? { asked: 0, whole: memo.plan?.whole ?? intent.shares }
    trades.set(memo.trade, { ...known, asked: known.asked + intent.shares })
  }
  return trades
}

/** Orders that rest: never two of one rung at once, and never more than was wanted in all. */
const expectNoOverbuy = (world: ChaosWorld): void => {
  const rungs = new Map<string, { open: number; bought: number; whole: number }>()
  for (const { intent, open, shares } of world.truth.values()) {
    const resting = readMemo(intent)?.resting
    if (resting === undefined) continue
    const key = resting.refs[0] ?? ''
    const rung = rungs.get(key) ?? { open: 0, bought: 0, whole: resting.whole }
    rung.open += open ? 1 : 0
    rung.bought += shares
    rungs.set(key, rung)
  }
  for (const [trade, { asked, whole }] of partsOf(world)) {
    expect(asked, trade).toBeLessThanOrEqual(whole)
  }
  for (const [key, { open, bought, whole }] of rungs) {
    expect(open, key).toBeLessThanOrEqual(1)
    expect(bought, key).toBeLessThanOrEqual(whole)
  }
}

test('whatever gets lost, late, doubled or disordered, no limit is exceeded and no entry buys more than it wanted', () => {
  const seen = { sent: 0, replaced: 0, rungs: 0, taken: 0 }
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const random = createSeededRandom(seed)
      const { world, requote } = start(random)
      for (let step = 0; step < 60; step++) {
        world.consider(signalOf(random, world))
        if (random() < 0.3) requote()
        world.pass(between(random, 100, 15_000))
        expectWithinLimits(world)
        expectNoOverbuy(world)
      }
      for (const command of world.commands) {
        if (command.kind !== 'submit') continue
        seen.sent += 1
        const resting = readMemo(command.order)?.resting
        if ((resting?.refs.length ?? 0) > 1) seen.replaced += 1
        if ((resting?.rung ?? 0) > 0) seen.rungs += 1
        if (command.order.tif === 'fak') seen.taken += 1
      }
      const refs = [...world.orders.keys()]
      expect(new Set(refs).size).toBe(refs.length)
    }),
    { seed: 20_261_123, numRuns: 60 },
  )
  expect(seen.sent).toBeGreaterThan(500)
  expect(seen.replaced).toBeGreaterThan(10)
  expect(seen.rungs).toBeGreaterThan(20)
  expect(seen.taken).toBeGreaterThan(100)
}, 120_000)
