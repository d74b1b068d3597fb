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
  { repeated: true },
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

const live = (seed: number) => {
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
  const world: World = createWorld({
    policy: createExecutionPolicy({ limits: FIRST_SYSTEM_LIMITS }),
    markets: names.map((name) => buildMarket(name, { event: eventId('e'), fee })),
    books,
    fate: () => FATES[Math.floor(random() * FATES.length)] ?? {},
  })
  requote(0)
  const maxLegLoss = between(random, 0, 8_000_000)
  const basket = basketOf(world, feePpm, between(random, 6, 60) * 1_000_000, maxLegLoss)
  world.consider(buildSignal({ token: tokenId('a-yes'), confidence: 1, basket }))
  for (let step = 0; step < 160; step++) {
    if (random() < 0.5) requote(2)
    world.pass(5_000)
    world.settleTrades()
  }
  return { world, maxLegLoss }
}

/** Ends that a person must look at: each is a refusal with its reason. */
const SAID = ['loss-beyond-max', 'repairs-exhausted', 'sold-what-was-voided']

test('a basket ends, and unless it says so it has lost at most maxLegLoss in the worst outcome', () => {
  const ends = new Map<string, number>()
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const { world, maxLegLoss } = live(seed)
      const status = world.policy.status(world.view())
      expect(status['activeBaskets']).toEqual([])
      const [end] = status['endedBaskets'] as { how: string; reason: string }[]
      if (end === undefined) return
      ends.set(end.reason, (ends.get(end.reason) ?? 0) + 1)
      if (SAID.includes(end.reason)) return
      const held = names.map((name) => {
        const position = world.ledger().positions.get(`basket ${name}-yes`)
        return position === undefined ? 0 : position.confirmed + position.provisional
      })
      const { confirmed, provisional } = world.ledger().cash
      const worst = confirmed + provisional - 1_000_000_000 + Math.min(...held)
      // A lot of each leg may be lost to the venue's truncation.
      expect(worst, end.reason).toBeGreaterThanOrEqual(-maxLegLoss - 30_000)
    }),
    { numRuns: 400 },
  )
  for (const reason of ['to-resolution', 'nothing-filled']) {
    expect(ends.get(reason) ?? 0, reason).toBeGreaterThan(0)
  }
}, 60_000)
