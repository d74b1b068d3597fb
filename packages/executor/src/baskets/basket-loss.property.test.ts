import {
  type Basket,
  createOrderBook,
  createSeededRandom,
  eventId,
  type Leg,
  type OrderBook,
  type Price,
  price,
  type Stage,
  setLevel,
  size,
  timeMs,
  tokenId,
  usd,
  walkBook,
} from '@bot/core'
import { buildMarket, buildSignal } from '@bot/core/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  expectAccounted,
  expectNoneUnknown,
  expectWithinClaims,
} from '../fixtures/check-basket-life.js'
import { createWorld, type Fate, type World } from '../fixtures/world.js'
import { createExecutionPolicy } from '../policy/create-execution-policy.js'
import { FIRST_SYSTEM_LIMITS } from '../risk/risk-limits.js'

const names = ['a', 'b', 'c'] as const
const NOW = 1_700_000_000_000

type Random = () => number
const between = (random: Random, low: number, high: number): number =>
  low + Math.floor(random() * (high - low + 1))

const quote = (random: Random, book: OrderBook, mid: number, thin: boolean): void => {
  for (const side of [book.bids, book.asks]) {
    side.prices.length = 0
    side.sizes.length = 0
  }
  for (let index = 0; index < 4; index++) {
    const shares = () => size(between(random, 100, thin ? 2_000 : 20_000) * 10_000)
    setLevel(book, 'ask', price(mid + 100 + index * 100), shares())
    setLevel(book, 'bid', price(mid - 100 - index * 100), shares())
  }
}

const FATES: readonly Fate[] = [
  {},
  {},
  {},
  { share: 0.3 },
  { share: 0.9 },
  { share: 0 },
  { end: 'refused' },
  { end: 'not-sent' },
  { end: 'unknown', found: 0.7 },
  { end: 'silent' },
  { voided: true },
  { share: 0.6, voided: true },
  { repeated: true },
  { more: 1.05 },
  { late: { share: 0.5, afterMs: 40_000 } },
  { end: 'unknown', late: { share: 1, afterMs: 120_000 } },
]

const basketOf = (world: World, feePpm: number, shares: number, maxLegLoss: number): Basket => {
  const fee = { ratePpm: feePpm, exponent: 1, takerOnly: true }
  let cost = 0
  const legs: Leg[] = []
  for (const name of names) {
    const book = world.books.find(({ token }) => token === `${name}-yes`)
    if (book === undefined) throw new Error('no book')
    const walk = walkBook(book, 'buy', { shares: size(shares), fee })
    cost += walk.notional + walk.fee
    const limit = walk.worstPrice as Price
    legs.push({
      token: book.token,
      market: buildMarket(name).id,
      side: 'buy',
      shares: size(shares),
      limit,
    })
  }
  const stages: readonly Stage[] = [{ kind: 'legs', legs }, { kind: 'hold-to-resolution' }]
  return {
    id: 'basket',
    stages,
    maxCost: usd(cost),
    worstCase: usd(shares - cost),
    maxLegLoss: usd(maxLegLoss),
    expiresAt: timeMs(NOW + 1_000),
    booksSeen: legs.map(({ token }) => ({ token, epoch: 1, changedAt: timeMs(NOW) })),
    proof: {},
  }
}

type Fuzzed = Readonly<{ world: World; basket: Basket; late: number; steps: number }>

/** One basket over books that move at random, with random things happening to its orders and policies that die. */
const live = (seed: number): Fuzzed => {
  const random = createSeededRandom(seed)
  const feePpm = random() < 0.5 ? 0 : 40_000
  const fee = { ratePpm: feePpm, exponent: 1, takerOnly: true }
  const books = names.map((name) => createOrderBook(tokenId(`${name}-yes`)))
  const mids = names.map(() => between(random, 15, 29) * 100)
  const thin = random() < 0.5
  const requote = (move: number): void => {
    books.forEach((book, index) => {
      const mid = Math.max(600, (mids[index] ?? 3_000) + between(random, -move, move) * 100)
      mids[index] = mid
      quote(random, book, mid, thin)
      Object.assign(book, { epoch: 1, status: 'live', provenAliveAt: world.now })
    })
  }
  const legOrder = random() < 0.7 ? 'thinnest-first' : 'together'
  const policy = () => createExecutionPolicy({ limits: FIRST_SYSTEM_LIMITS, legOrder })
  let late = 0
  const world: World = createWorld({
    policy: policy(),
    markets: names.map((name) => buildMarket(name, { event: eventId('e'), fee })),
    books,
    fate: (order): Fate => {
      expectNoneUnknown(world, order.ref)
      const what = FATES[Math.floor(random() * FATES.length)] ?? {}
      if (what.late !== undefined) late += (order.shares * (order.limit + 100)) / 10_000
      return what
    },
  })
  requote(0)
  const maxLegLoss = between(random, 0, 8_000_000)
  const basket = basketOf(world, feePpm, between(random, 6, 60) * 1_000_000, maxLegLoss)
  world.consider(buildSignal({ token: tokenId('a-yes'), confidence: 1, basket }))
  let steps = 0
  for (; steps < 400 && !isOver(world); steps++) {
    if (random() < 0.5) requote(2)
    if (random() < 0.05) for (const book of books) book.status = 'stale'
    if (random() < 0.08) world.restart(policy())
    world.pass(5_000)
    if (random() < 0.7) world.settleTrades()
    expectWithinClaims(world, basket, late)
  }
  return { world, basket, late, steps }
}

const isOver = (world: World): boolean =>
  (world.policy.status(world.view())['activeBaskets'] as readonly unknown[]).length === 0 &&
  world.isQuiet()

test('over random books and random fills a basket ends, accounts for all and keeps within its bounds', () => {
  const ends = new Map<string, number>()
  let steps = 0
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const life = live(seed)
      steps += life.steps
      const [end] = life.world.policy.status(life.world.view())['endedBaskets'] as {
        reason: string
      }[]
      if (end === undefined) return
      ends.set(end.reason, (ends.get(end.reason) ?? 0) + 1)
      expectAccounted(life.world, life.basket, life.late)
    }),
    { numRuns: 500 },
  )
  expect(steps).toBeGreaterThan(3_000)
  for (const reason of ['to-resolution', 'nothing-filled', 'flat']) {
    expect(ends.get(reason) ?? 0, reason).toBeGreaterThan(0)
  }
}, 60_000)
