import { type Basket, type OrderBook, type OrderIntent, type OrderRef, timeMs } from '@bot/core'
import { buildBook } from '@bot/core/testing'
import { describe, expect, test } from 'vitest'
import {
  basketOf,
  convertBasket,
  ended,
  leg,
  live,
  mergeBasket,
  NAMES,
  policyOf,
  redeemBasket,
  signalOf,
  splitBasket,
  startWorld,
} from '../fixtures/basket-world.js'
import {
  expectAccounted,
  expectNoneUnknown,
  expectWithinClaims,
} from '../fixtures/check-basket-life.js'
import { type Fate, resolvedEvent, type SettleFate, type World } from '../fixtures/world.js'
import type { LegOrder } from '../policy/policy-options.js'

type Happening = (world: World, order: OrderIntent) => Fate

const fate =
  (what: Fate): Happening =>
  () =>
    what

/** What can come of one order, or happen to the world the moment it is sent. */
const HAPPENINGS: Readonly<Record<string, Happening>> = {
  fill: fate({}),
  'fill, said twice and reversed': fate({ repeated: true }),
  half: fate({ share: 0.5 }),
  most: fate({ share: 0.95 }),
  'a sliver': fate({ share: 0.05 }),
  nothing: fate({ share: 0 }),
  refusal: fate({ end: 'refused' }),
  'not sent': fate({ end: 'not-sent' }),
  'timeout, filled': fate({ end: 'unknown', found: 1 }),
  'no answer, half filled': fate({ end: 'silent', found: 0.5 }),
  'timeout, never seen': fate({ end: 'unknown' }),
  void: fate({ voided: true }),
  'half, void': fate({ share: 0.5, voided: true }),
  'more shares than asked': fate({ more: 1.08 }),
  'cancelled, filled after all': fate({ late: { share: 1, afterMs: 20_000 } }),
  'never seen, filled after all': fate({ end: 'unknown', late: { share: 0.5, afterMs: 100_000 } }),
  'fill and disconnect': (world) => {
    for (const book of world.books) book.status = 'stale'
    world.later(12_000, () => {
      for (const book of world.books) book.status = 'live'
    })
    return {}
  },
  'fill and lasting disconnect': (world) => {
    for (const book of world.books) book.status = 'stale'
    world.later(90_000, () => {
      for (const book of world.books) book.status = 'live'
    })
    return {}
  },
  'fill, and the asks are gone': (world) => {
    for (const { asks } of world.books) asks.prices.fill(9_900 as never)
    return {}
  },
  'fill and tick change': (world) => {
    world.markets.splice(0, 3, ...world.markets.map((each) => ({ ...each, tick: 10 as never })))
    for (const { token } of world.books)
      world.event({ type: 'tick-changed', token, tick: 10 as never })
    return {}
  },
  'half, and every market closes': (world) => {
    world.markets.splice(0, 3, ...world.markets.map((each) => ({ ...each, tradable: false })))
    return { share: 0.5 }
  },
}
const ALL = Object.keys(HAPPENINGS)
/** One of each kind: what three legs meet. */
const KINDS = [
  'fill',
  'half',
  'a sliver',
  'nothing',
  'refusal',
  'timeout, filled',
  'timeout, never seen',
  'void',
  'more shares than asked',
  'never seen, filled after all',
  'fill and disconnect',
  'fill, and the asks are gone',
]
/** What repairs meet, when the plan's own orders are over. */
const THEN = ['fill', 'nothing', 'void'] as const

const permutations = (count: number, of = ALL): readonly (readonly string[])[] =>
  count === 0
    ? [[]]
    : permutations(count - 1, of).flatMap((rest) => of.map((name) => [...rest, name]))

const SETTLED: readonly SettleFate[] = [
  'confirmed',
  'failed',
  'submitted, confirmed',
  'unknown, confirmed',
  'unknown, failed',
  'silent, confirmed',
]

type Life = Readonly<{
  basket: Basket
  happenings: readonly string[]
  repairs: string
  legOrder?: LegOrder
  books?: () => OrderBook[]
  settle?: readonly SettleFate[]
  /** The step after which market a is resolved. */
  resolveAfter?: number
  /** The step after which another policy takes over that knows the journal alone. */
  restartAfter?: number
}>

const book = (token: string, bid: string, ask: string): OrderBook =>
  buildBook(token, { bids: [[bid, '500']], asks: [[ask, '500']] })

/** What a split is for: YES and NO of one market bid for together above a dollar. */
const dearBids = (): OrderBook[] => [book('a-yes', '0.45', '0.47'), book('a-no', '0.6', '0.62')]
/** What a convert is for: NO of two outcomes of one event together below a dollar. */
const cheapNo = (): OrderBook[] => [
  book('b-no', '0.6', '0.62'),
  book('c-no', '0.28', '0.3'),
  book('b-yes', '0.38', '0.4'),
  book('c-yes', '0.7', '0.72'),
]

const MOST_STEPS = 120

/** Runs one life to its end, with everything that must hold checked on the way and at the end. */
const run = (life: Life): World => {
  const { basket, happenings, settle = [] } = life
  const policy = () => policyOf({ legOrder: life.legOrder ?? 'thinnest-first' })
  let late = 0
  const world: World = startWorld({
    policy: policy(),
    ...(life.books === undefined ? {} : { books: life.books() }),
    settle: (index) => settle[index] ?? 'confirmed',
    fate: (order, index): Fate => {
      expectNoneUnknown(world, order.ref as OrderRef)
      const what = (HAPPENINGS[happenings[index] ?? life.repairs] ?? fate({}))(world, order)
      if (what.late !== undefined) late += (order.shares * order.limit) / 10_000
      return what
    },
  })
  world.consider(signalOf(basket))
  const isOver = (): boolean =>
    (world.policy.status(world.view())['activeBaskets'] as readonly unknown[]).length === 0
  for (let step = 0; step < MOST_STEPS; step++) {
    expectWithinClaims(world, basket, late)
    if (step === life.restartAfter) world.restart(policy())
    if (step === life.resolveAfter) world.event(resolvedEvent('a', [1_000_000, 0]))
    if (
      isOver() &&
      world.isQuiet() &&
      step > Math.max(life.restartAfter ?? 0, (life.resolveAfter ?? -20) + 20)
    )
      break
    world.pass(step < 6 ? 5_000 : 20_000)
    if (step % 2 === 1) world.settleTrades()
  }
  live(world, 2)
  expectAccounted(world, basket, late)
  return world
}

let checked = 0
const ends = new Map<string, number>()
const check = (life: Life): void => {
  checked += 1
  try {
    const world = run(life)
    for (const { how, reason } of ended(world)) {
      ends.set(`${how}: ${reason}`, (ends.get(`${how}: ${reason}`) ?? 0) + 1)
    }
    if (checked % 5 === 0) expect(run(life).commands, 'a second time').toEqual(world.commands)
  } catch (thrown) {
    const { basket: _basket, ...what } = life
    throw new Error(`${JSON.stringify(what)}: ${String(thrown)}`, { cause: thrown })
  }
}

const expiring = (basket: Basket, world: number): Basket => ({
  ...basket,
  expiresAt: timeMs(world),
})
const legs = (count: number): Basket =>
  expiring(basketOf(NAMES.slice(0, count).map((name) => leg(name))), 1_700_000_000_001)

describe('every permutation of what can happen', () => {
  test('to two legs, whatever the repairs meet, in either order of legs', () => {
    for (const legOrder of ['thinnest-first', 'together'] as const) {
      for (const happenings of permutations(2)) {
        for (const repairs of legOrder === 'together' ? THEN.slice(0, 1) : THEN) {
          check({ basket: legs(2), happenings, repairs, legOrder })
        }
      }
    }
  }, 120_000)

  test('to three legs', () => {
    for (const happenings of permutations(3, KINDS)) {
      check({ basket: legs(3), happenings, repairs: 'fill' })
    }
  }, 120_000)

  test('to two legs, with another policy taking over from the journal after any step', () => {
    permutations(2).forEach((happenings, index) => {
      const restartAfter = index % 9
      check({ basket: legs(2), happenings, repairs: THEN[index % 3] ?? 'fill', restartAfter })
    })
  }, 120_000)

  test.each<[string, () => Basket, (() => OrderBook[]) | undefined]>([
    ['merge', mergeBasket, undefined],
    ['convert', convertBasket, cheapNo],
    ['split', splitBasket, dearBids],
  ])(
    'to two legs and a %s',
    (_name, basketFor, books) => {
      permutations(2).forEach((happenings, index) => {
        const parts = {
          ...(index % 3 === 0 ? { restartAfter: index % 7 } : {}),
          ...(books === undefined ? {} : { books }),
        }
        for (const first of SETTLED) {
          check({ basket: basketFor(), happenings, repairs: 'fill', settle: [first], ...parts })
        }
      })
    },
    120_000,
  )

  test('to two legs and a redeem', () => {
    permutations(2, KINDS).forEach((happenings, index) => {
      const parts = { basket: redeemBasket(), repairs: 'fill', resolveAfter: index % 5 }
      for (const first of SETTLED) {
        check({ ...parts, happenings, settle: [first], restartAfter: index % 4 })
      }
    })
  }, 120_000)

  test('is more than ten thousand lives, with every end and every reason among them', () => {
    expect(checked).toBeGreaterThan(10_000)
    expect([...ends.keys()].sort()).toEqual([
      'completed: all-stages',
      'failed: nothing-filled',
      'failed: split-failed',
      'held: left-unsellable',
      'held: loss-beyond-max',
      'held: repairs-exhausted',
      'held: to-resolution',
      'unwound: flat',
    ])
  })
})
