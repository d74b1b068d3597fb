import {
  type ExecutionPolicy,
  type OrderBook,
  type OrderIntent,
  parsePrice,
  parseSize,
  parseUsd,
  type Stamped,
  setLevel,
  timeMs,
} from '@bot/core'
import { buildSignal } from '@bot/core/testing'
import { describe, expect, test } from 'vitest'
import { oneMarket } from '../fixtures/one-market.js'
import {
  createWorld,
  type Fate,
  resolvedEvent,
  type SettleFate,
  type World,
} from '../fixtures/world.js'
import { FIRST_SYSTEM_LIMITS } from '../risk/risk-limits.js'
import { createExecutionPolicy, type RestorablePolicy } from './create-execution-policy.js'

const LATER = timeMs(1_700_000_600_000)

/** A world whose policy can die: the next one has the journal and nothing else. */
const start = (
  fate?: (order: OrderIntent, index: number) => Fate,
  settle?: (index: number) => SettleFate,
) => {
  const journal: Stamped[] = []
  let current: RestorablePolicy
  const create = (): void => {
    current = createExecutionPolicy({ limits: FIRST_SYSTEM_LIMITS })
    // What a journal holds is text: nothing that JSON does not carry survives.
    for (const entry of journal) current.remember(JSON.parse(JSON.stringify(entry)) as Stamped)
  }
  create()
  const policy: ExecutionPolicy = {
    consider: (...parts) => current.consider(...parts),
    leave: (...parts) => current.leave(...parts),
    status: (view) => current.status(view),
    react: (stamped, view, nextRef) => {
      journal.push(stamped)
      return current.react(stamped, view, nextRef)
    },
  }
  const world = createWorld({
    policy,
    ...oneMarket(),
    ...(fate === undefined ? {} : { fate }),
    ...(settle === undefined ? {} : { settle }),
  })
  return { world, crash: create }
}
const submits = (world: World): readonly OrderIntent[] =>
  world.commands.flatMap((command) => (command.kind === 'submit' ? [command.order] : []))
const kinds = (world: World): readonly string[] => world.commands.map(({ kind }) => kind)
const bidAt = (world: World, at: string): void => {
  const book = world.books[0] as OrderBook
  setLevel(book, 'bid', parsePrice('0.47'), parseSize('0'))
  setLevel(book, 'bid', parsePrice(at), parseSize('5000'))
}

describe('after a crash', () => {
  test.each([
    ['target', { target: parsePrice('0.475') }, '0.475'],
    ['stop', { stop: parsePrice('0.46') }, '0.46'],
  ])("a position keeps its signal's %s", (_name, parts, at) => {
    const { world, crash } = start()
    world.consider(buildSignal(parts))
    crash()
    world.pass(1_000)
    expect(submits(world)).toHaveLength(1)
    bidAt(world, at)
    world.pass(1_000)
    expect(submits(world).at(-1)).toMatchObject({ side: 'sell' })
  })

  test('an entry goes on with the part that was still to be sent, as the same trade, and not twice', () => {
    const { world, crash } = start()
    world.consider(buildSignal({ wanted: 'max', confidence: 1, expiresAt: LATER }))
    crash()
    world.pass(2_000)
    expect(submits(world)).toHaveLength(2)
    crash()
    world.pass(2_000)
    const cost = submits(world).reduce((sum, { shares, limit }) => sum + shares * limit, 0)
    expect(cost / 10_000).toBeLessThanOrEqual(FIRST_SYSTEM_LIMITS.maxPositionUsd)
    expect(world.policy.status(world.view())).toMatchObject({ tradesThisHour: 1 })
  })

  test("a part that is too late is not sent: the signal's expiry survives too", () => {
    const { world, crash } = start()
    world.consider(buildSignal({ wanted: 'max', confidence: 1 }))
    crash()
    world.pass(60_000)
    expect(submits(world)).toHaveLength(1)
    expect(world.refusals.at(-1)?.refused).toBe('expired-before-whole')
  })

  test('what rests is cancelled when its signal expires, long before the venue would end it', () => {
    const { world, crash } = start()
    world.consider(buildSignal({ entry: 'rest', limit: parsePrice('0.47') }))
    crash()
    world.pass(59_999)
    expect(kinds(world)).toEqual(['submit'])
    world.pass(1)
    expect(kinds(world)).toEqual(['submit', 'cancel'])
  })

  test('what rests is still followed, and counts against the same entry', () => {
    const { world, crash } = start()
    const signal = buildSignal({
      entry: 'rest',
      placement: 'join',
      limit: parsePrice('0.47'),
      expiresAt: LATER,
    })
    world.consider(signal)
    crash()
    world.consider(signal)
    expect(world.refusals.at(-1)?.refused).toBe('order-pending')
    bidAt(world, '0.44')
    world.pass(5_000)
    expect(kinds(world)).toContain('cancel')
  })

  test('an order that was journalled and perhaps never sent is looked up, never sent again, and ends', () => {
    const { world, crash } = start(() => ({ end: 'silent' }))
    world.consider(buildSignal())
    crash()
    for (let second = 0; second < 120; second++) world.pass(1_000)
    expect(submits(world)).toHaveLength(1)
    expect(kinds(world)).toContain('lookup')
    expect(world.policy.status(world.view())).toMatchObject({ liveOrders: 0 })
  })

  /** The references of the redemptions that were asked for, in their order. */
  const redemptions = (world: World): readonly string[] =>
    world.commands.flatMap((command) => (command.kind === 'settle' ? [command.ref] : []))
  const pass = (world: World, minutes: number): void => {
    for (let half = 0; half < 2 * minutes; half++) world.pass(30_000)
  }

  test.each<SettleFate>(['submitted, confirmed', 'unknown, confirmed', 'silent, confirmed'])(
    'a redemption under way is asked for by its own reference, and done once (%s)',
    (fate) => {
      const { world, crash } = start(undefined, () => fate)
      world.consider(buildSignal())
      world.event(resolvedEvent('m', [1_000_000, 0]))
      crash()
      const before = world.commands.length
      pass(world, 1)
      expect(world.commands[before]).toMatchObject({ kind: 'settle' })
      pass(world, 10)
      expect(redemptions(world)).toEqual(['redeem sample m 1', 'redeem sample m 1'])
      expect(world.effects).toEqual(['redeem sample m 1'])
      expect(world.ledger().positions.size).toBe(0)
      expect(world.ledger().cash.provisional).toBe(0)
      expect(world.ledger().realised).toBe(parseUsd('5.2'))
    },
  )

  test('a redemption that failed is tried anew by the next run, under another reference', () => {
    const { world, crash } = start(undefined, (index) =>
      index === 0 ? 'unknown, failed' : 'confirmed',
    )
    world.consider(buildSignal())
    world.event(resolvedEvent('m', [1_000_000, 0]))
    crash()
    pass(world, 2)
    expect(redemptions(world)).toEqual([
      'redeem sample m 1',
      'redeem sample m 1',
      'redeem sample m 2',
    ])
    expect(world.ledger().positions.size).toBe(0)
    crash()
    pass(world, 10)
    expect(redemptions(world)).toHaveLength(3)
  })

  test('too many orders that went wrong still stop entries', () => {
    const { world, crash } = start((order) => (order.side === 'buy' ? { end: 'refused' } : {}))
    for (let index = 0; index < 20; index++) {
      world.now += 10_000
      world.pass(0)
      world.consider(buildSignal({ strategy: `s${index}`, expiresAt: LATER }))
    }
    expect(world.policy.status(world.view())).toMatchObject({ blocked: 'order-error-rate' })
    crash()
    expect(world.policy.status(world.view())).toMatchObject({ blocked: 'order-error-rate' })
    world.event({ type: 'operator', command: 'resume' })
    crash()
    expect(world.policy.status(world.view())).toMatchObject({ blocked: 'no' })
  })
})
