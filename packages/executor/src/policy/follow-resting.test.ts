import {
  type BookSide,
  type Event,
  type OrderBook,
  type OrderIntent,
  type OrderState,
  parsePrice,
  parseSize,
  setLevel,
  size,
  timeMs,
} from '@bot/core'
import { buildBook, buildMarket, buildSignal } from '@bot/core/testing'
import { describe, expect, test } from 'vitest'
import { createWorld, type World } from '../fixtures/world.js'
import { FIRST_SYSTEM_LIMITS } from '../risk/risk-limits.js'
import { createExecutionPolicy } from './create-execution-policy.js'
import type { ExecutionPolicyOptions } from './policy-options.js'

const start = (options: Partial<ExecutionPolicyOptions> = {}): World =>
  createWorld({
    policy: createExecutionPolicy({ limits: FIRST_SYSTEM_LIMITS, ...options }),
    markets: [buildMarket('m')],
    books: [
      buildBook('m-yes', { bids: [['0.45', '5000']], asks: [['0.50', '5000']] }),
      buildBook('m-no', { bids: [['0.50', '5000']], asks: [['0.55', '5000']] }),
    ],
  })
const rest = (parts: Parameters<typeof buildSignal>[0] = {}) =>
  buildSignal({
    entry: 'rest',
    limit: parsePrice('0.48'),
    expiresAt: timeMs(1_700_000_600_000),
    ...parts,
  })
const submits = (world: World): readonly OrderIntent[] =>
  world.commands.flatMap((command) => (command.kind === 'submit' ? [command.order] : []))
const kinds = (world: World): readonly string[] => world.commands.map(({ kind }) => kind)
const level = (world: World, side: BookSide, at: string, shares: string): void => {
  setLevel(world.books[0] as OrderBook, side, parsePrice(at), parseSize(shares))
}
const last = (world: World): OrderState => {
  const order = [...world.orders.values()].at(-1)
  if (order?.id === undefined) throw new Error('no order')
  return order
}
const report = (world: World, parts: object): Event =>
  ({ type: 'execution', report: { order: last(world).id, ...parts } }) as Event

describe('placement', () => {
  test.each([
    ['limit', '0.48'],
    ['join', '0.45'],
    ['improve', '0.46'],
  ] as const)('%s rests at %s', (placement, at) => {
    const world = start()
    world.consider(rest({ placement }))
    expect(submits(world)).toMatchObject([{ limit: parsePrice(at), postOnly: true, tif: 'gtd' }])
  })

  test('never goes past the limit nor reaches the ask', () => {
    const world = start()
    world.consider(rest({ placement: 'join', limit: parsePrice('0.40') }))
    world.consider(rest({ strategy: 'b', placement: 'limit', limit: parsePrice('0.99') }))
    expect(submits(world).map(({ limit }) => limit)).toEqual([4_000, 4_900])
  })

  test('is the option of the policy where the signal says nothing', () => {
    const world = start({ resting: { placement: 'improve' } })
    world.consider(rest())
    expect(submits(world)[0]?.limit).toBe(4_600)
  })

  test('a large entry is spread over prices a tick apart, as one trade', () => {
    const world = start({ splitting: { childUsd: parseSize('10') as never, levels: 3 } })
    world.consider(rest({ wanted: parseSize('90') }))
    expect(submits(world).map(({ limit, shares }) => [limit, shares])).toEqual([
      [4_800, 30_000_000],
      [4_700, 30_000_000],
      [4_600, 30_000_000],
    ])
    expect(world.policy.status(world.view())).toMatchObject({ tradesThisHour: 1 })
    world.consider(rest({ wanted: parseSize('90') }))
    expect(submits(world)).toHaveLength(3)
  })
})

describe('cancel and replace', () => {
  const joined = (options: Partial<ExecutionPolicyOptions> = {}): World => {
    const world = start(options)
    world.consider(rest({ placement: 'join' }))
    return world
  }

  test('an order stays while the price is within tolerance, and does not chase itself', () => {
    const world = start()
    world.consider(rest({ placement: 'improve' }))
    level(world, 'bid', '0.46', '10')
    for (let second = 0; second < 60; second++) world.pass(1_000)
    expect(kinds(world)).toEqual(['submit'])
  })

  test('one that is off is cancelled, and replaced only when its end is proven', () => {
    const world = joined()
    level(world, 'bid', '0.47', '5000')
    world.pass(4_999)
    expect(kinds(world)).toEqual(['submit'])
    world.pass(1)
    expect(kinds(world)).toEqual(['submit', 'cancel', 'lookup'])
    world.pass(29_999)
    expect(submits(world)).toHaveLength(1)
    world.pass(1)
    expect(submits(world).map(({ limit, shares }) => [limit, shares])).toEqual([
      [4_500, 10_000_000],
      [4_700, 10_000_000],
    ])
    expect(world.policy.status(world.view())).toMatchObject({ tradesThisHour: 1 })
  })

  test("the venue's own count proves an end at once, and what it bought is not bought again", () => {
    const world = joined()
    const id = last(world).id
    const exchanged = { size: size(4_000_000), notional: 1_800_000 }
    level(world, 'bid', '0.47', '5000')
    world.pass(5_000)
    world.event({
      type: 'execution',
      report: { order: id, status: 'cancelled', matched: size(4_000_000) },
    } as Event)
    world.pass(40_000)
    expect(submits(world)).toHaveLength(1)
    world.event(report(world, { tradeId: 't', status: 'matched', exchanged }))
    world.pass(0)
    expect(submits(world).at(-1)).toMatchObject({ limit: 4_700, shares: 6_000_000 })
  })

  test('a fill that comes later than any proof has the replacement cancelled, and the rest placed anew', () => {
    const world = joined()
    const id = last(world).id
    level(world, 'bid', '0.47', '5000')
    world.pass(5_000)
    world.pass(30_000)
    expect(submits(world)).toHaveLength(2)
    const exchanged = { size: size(4_000_000), notional: 1_800_000 }
    world.event({
      type: 'execution',
      report: { order: id, tradeId: 't', status: 'matched', exchanged },
    } as Event)
    expect(kinds(world).filter((kind) => kind === 'cancel')).toHaveLength(2)
    world.pass(30_000)
    expect(submits(world).at(-1)).toMatchObject({ shares: 6_000_000 })
  })

  test('an order that a person, a tick or the venue ended is not placed anew', () => {
    const world = joined()
    world.event({
      type: 'tick-changed',
      token: last(world).intent.token,
      tick: parsePrice('0.001'),
    })
    for (let second = 0; second < 60; second++) world.pass(1_000)
    expect(submits(world)).toHaveLength(1)
    expect(world.policy.status(world.view())).toMatchObject({ restingEntries: 0 })
  })
})

test('a position that is being left is not entered anew in place of a cancelled order', () => {
  const world = start({ exits: { maxHoldMinutes: 0.2 } })
  world.consider(rest({ placement: 'join' }))
  const first = last(world)
  const exchanged = { size: size(5_000_000), notional: 2_250_000 }
  world.event({
    type: 'execution',
    report: { order: first.id, tradeId: 't', status: 'confirmed', exchanged },
  } as Event)
  level(world, 'bid', '0.47', '5000')
  world.pass(5_000)
  expect(kinds(world)).toContain('cancel')
  for (let second = 0; second < 60; second++) world.pass(1_000)
  expect(submits(world).map(({ side }) => side)).toEqual(['buy', 'sell'])
})

test('a cancel that is not answered is repeated, the order asked after in between, and it stays live', () => {
  const asked: string[] = []
  const policy = createExecutionPolicy({ limits: FIRST_SYSTEM_LIMITS })
  const world = createWorld({
    policy: {
      ...policy,
      // The venue hears no cancel.
      react: (...parts) =>
        policy.react(...parts).filter(({ kind }) => {
          if (kind === 'cancel' || kind === 'lookup') asked.push(kind)
          return kind !== 'cancel'
        }),
    },
    markets: [buildMarket('m')],
    books: [buildBook('m-yes', { bids: [['0.45', '5000']], asks: [['0.50', '5000']] })],
    fate: () => ({ found: 0 }),
  })
  world.consider(rest({ expiresAt: timeMs(1_700_000_001_000) }))
  for (let second = 0; second < 300; second++) world.pass(1_000)
  expect(asked.slice(0, 3)).toEqual(['cancel', 'cancel', 'cancel'])
  const later = asked.slice(asked.indexOf('lookup'))
  expect(later.length).toBeGreaterThan(4)
  later.forEach((kind, index) => {
    expect(kind).toBe(index % 2 === 0 ? 'lookup' : 'cancel')
  })
  expect(policy.status(world.view())).toMatchObject({ liveOrders: 1 })
})
