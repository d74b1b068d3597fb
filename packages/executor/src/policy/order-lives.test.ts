import {
  type BookSide,
  marketId,
  type OrderBook,
  type OrderIntent,
  orderId,
  orderRef,
  type Price,
  parsePrice,
  parseSize,
  parseUsd,
  positionKey,
  setLevel,
  timeMs,
  tokenId,
  usd,
} from '@bot/core'
import { buildSignal } from '@bot/core/testing'
import { describe, expect, test } from 'vitest'
import { oneMarket } from '../fixtures/one-market.js'
import { createWorld, type Fate, type World } from '../fixtures/world.js'
import { FIRST_SYSTEM_LIMITS } from '../risk/risk-limits.js'
import { createExecutionPolicy } from './create-execution-policy.js'
import type { ExecutionPolicyOptions } from './policy-options.js'

const yes = tokenId('m-yes')
const start = (
  parts: Partial<Parameters<typeof createWorld>[0]> = {},
  options: Partial<ExecutionPolicyOptions> = {},
): World =>
  createWorld({
    policy: createExecutionPolicy({ limits: FIRST_SYSTEM_LIMITS, ...options }),
    ...oneMarket(),
    ...parts,
  })
const submits = (world: World): readonly OrderIntent[] =>
  world.commands.flatMap((command) => (command.kind === 'submit' ? [command.order] : []))
const kinds = (world: World): readonly string[] => world.commands.map(({ kind }) => kind)
const reasons = (world: World): readonly string[] => world.refusals.map(({ refused }) => refused)
const shift = (world: World, side: BookSide, from: string, to: string): void => {
  const book = world.books[0] as OrderBook
  setLevel(book, side, parsePrice(from), parseSize('0'))
  setLevel(book, side, parsePrice(to), parseSize('5000'))
}
const held = (world: World): number => {
  const position = world.ledger().positions.get(positionKey('sample', yes))
  return position === undefined ? 0 : position.confirmed + position.provisional
}

describe('splitting', () => {
  test('a large entry goes out in parts, one after another, as one trade', () => {
    const world = start()
    world.consider(buildSignal({ wanted: 'max', confidence: 1 }))
    expect(submits(world)).toHaveLength(1)
    world.pass(1_999)
    expect(submits(world)).toHaveLength(1)
    world.pass(1)
    world.pass(2_000)
    const cost = submits(world).reduce((sum, { shares, limit }) => sum + shares * limit, 0) / 10_000
    expect(submits(world)).toHaveLength(2)
    expect(cost).toBeLessThanOrEqual(parseUsd('50'))
    expect(cost).toBeGreaterThan(parseUsd('49'))
    expect(world.policy.status(world.view())).toMatchObject({ tradesThisHour: 1, openPositions: 1 })
  })

  test('a part that comes too late is not sent and says so', () => {
    const world = start()
    world.consider(
      buildSignal({ wanted: 'max', confidence: 1, expiresAt: timeMs(world.now + 500) }),
    )
    world.pass(2_000)
    expect(submits(world)).toHaveLength(1)
    expect(reasons(world)).toEqual(['expired-before-whole'])
  })
})

describe('general exits', () => {
  const leaveAfter = (change: (world: World) => void, options = {}): World => {
    const world = start({}, options)
    world.consider(buildSignal())
    expect(held(world)).toBe(parseSize('10'))
    change(world)
    world.pass(1_000)
    return world
  }
  const markedAt = (world: World, high: string): void => {
    const key = positionKey('sample', yes)
    const position = world.ledger().positions.get(key)
    if (position === undefined) throw new Error('nothing is held')
    const marked = { ...position, highWater: parsePrice(high) as Price }
    ;(world.ledger().positions as Map<string, typeof position>).set(key, marked)
  }

  test.each([
    [
      'the take profit',
      (world: World) => {
        shift(world, 'ask', '0.48', '0.54')
        shift(world, 'bid', '0.47', '0.52')
      },
    ],
    ['the stop loss', (world: World) => shift(world, 'bid', '0.47', '0.45')],
    ['the trailing stop', (world: World) => markedAt(world, '0.5')],
    ['the longest hold', (world: World) => world.pass(45 * 60_000)],
  ])('sells all that is held at the bid on %s', (_name, change) => {
    const world = leaveAfter(change)
    expect(submits(world).at(-1)).toMatchObject({
      side: 'sell',
      shares: parseSize('10'),
      tif: 'fak',
    })
    expect(held(world)).toBe(0)
    expect(submits(world)).toHaveLength(2)
  })

  test('nothing is sold while the price stays between', () => {
    expect(submits(leaveAfter(() => {}))).toHaveLength(1)
  })

  test("a signal's target and stop count like a general exit", () => {
    const world = start()
    world.consider(buildSignal({ target: parsePrice('0.49'), stop: parsePrice('0.3') }))
    shift(world, 'ask', '0.48', '0.51')
    shift(world, 'bid', '0.47', '0.49')
    world.pass(1_000)
    expect(held(world)).toBe(0)
  })

  test('what is below the minimum size stays, with its reason', () => {
    const world = start({ fate: (_order, index): Fate => (index === 0 ? { share: 0.4 } : {}) })
    world.consider(buildSignal())
    expect(held(world)).toBe(parseSize('4'))
    shift(world, 'bid', '0.47', '0.3')
    world.pass(1_000)
    expect(reasons(world)).toContain('below-minimum-size')
    expect(submits(world)).toHaveLength(1)
  })

  test('an exit never sells more than is held, however often it is asked for', () => {
    const world = start({
      fate: (order): Fate => (order.side === 'sell' ? { end: 'unknown' } : {}),
    })
    world.consider(buildSignal())
    const position = world.ledger().positions.get(positionKey('sample', yes))
    if (position === undefined) throw new Error('nothing is held')
    for (let again = 0; again < 3; again++) world.leave(position, { reason: 'test', fraction: 1 })
    const sold = submits(world).filter(({ side }) => side === 'sell')
    expect(sold.map(({ shares }) => shares)).toEqual([parseSize('10')])
    expect(reasons(world)).toEqual(['exit-pending', 'exit-pending'])
  })
})

describe('outcomes', () => {
  test('an unknown order is looked up with a growing delay and never sent again', () => {
    const world = start({ fate: () => ({ end: 'unknown' }) })
    world.consider(buildSignal())
    for (let second = 0; second < 120; second++) world.pass(1_000)
    const lookups = kinds(world).filter((kind) => kind === 'lookup')
    expect(submits(world)).toHaveLength(1)
    expect(lookups.length).toBeGreaterThan(3)
    expect(lookups.length).toBeLessThan(9)
    expect(reasons(world)).toEqual(['refused-by-venue'])
    expect(world.policy.status(world.view())).toMatchObject({ unknownOrders: 0, openPositions: 0 })
  })

  test('what a lookup finds counts as if it had been reported', () => {
    const world = start({ fate: () => ({ end: 'unknown', found: 1 }) })
    world.consider(buildSignal())
    expect(held(world)).toBe(parseSize('10'))
  })

  test('an order that nothing more is heard of is asked after', () => {
    const world = start({ fate: () => ({ end: 'silent', found: 1 }) })
    world.consider(buildSignal())
    world.pass(29_999)
    expect(kinds(world)).toEqual(['submit'])
    world.pass(1)
    expect(kinds(world)).toContain('lookup')
    expect(held(world)).toBe(parseSize('10'))
  })

  test('a resting order is cancelled when its signal has expired', () => {
    const world = start()
    world.consider(buildSignal({ entry: 'rest', limit: parsePrice('0.47') }))
    world.pass(59_999)
    expect(kinds(world)).toEqual(['submit'])
    world.pass(1)
    expect(kinds(world)).toEqual(['submit', 'cancel'])
    expect(reasons(world)).toEqual(['nothing-matched'])
    expect(world.policy.status(world.view())).toMatchObject({ tradesThisHour: 0, liveOrders: 0 })
  })

  test('a resting order is cancelled when the tick changes', () => {
    const world = start()
    world.consider(buildSignal({ entry: 'rest', limit: parsePrice('0.47') }))
    world.event({ type: 'tick-changed', token: yes, tick: parsePrice('0.001') })
    expect(kinds(world)).toEqual(['submit', 'cancel'])
    expect(world.policy.status(world.view())).toMatchObject({ liveOrders: 0 })
  })

  test('a voided fill is said, and the position is gone', () => {
    const world = start({ fate: () => ({ voided: true }) })
    world.consider(buildSignal())
    expect(held(world)).toBe(parseSize('10'))
    world.settleTrades()
    expect(held(world)).toBe(0)
    expect(reasons(world)).toEqual(['fill-voided'])
  })
})

describe('a person', () => {
  const operator = (command: 'pause' | 'resume' | 'kill' | 'cancel-all') =>
    ({ type: 'operator', command }) as const

  test.each(['pause', 'kill'] as const)(
    'stops entries with %s until resume; exits go on',
    (command) => {
      const world = start()
      world.consider(buildSignal())
      world.event(operator(command))
      world.consider(buildSignal({ strategy: 'other' }))
      expect(reasons(world)).toEqual([command === 'kill' ? 'killed' : 'paused'])
      shift(world, 'bid', '0.47', '0.3')
      world.pass(1_000)
      expect(held(world)).toBe(0)
      world.event(operator('resume'))
      shift(world, 'bid', '0.3', '0.47')
      world.consider(buildSignal({ strategy: 'third' }))
      expect(submits(world).at(-1)).toMatchObject({ owner: 'third' })
    },
  )

  test('cancels everything with kill and cancel-all', () => {
    const world = start()
    world.event(operator('kill'))
    world.event(operator('cancel-all'))
    expect(kinds(world)).toEqual(['cancel-all', 'cancel-all'])
  })
})

describe('losses', () => {
  /** Buys and loses most of it, `times` over; each under another name. */
  const lose = (world: World, name: string): void => {
    world.consider(buildSignal({ strategy: name, wanted: 'max', confidence: 1 }))
    world.pass(2_000)
    world.pass(2_000)
    shift(world, 'bid', '0.47', '0.1')
    world.pass(1_000)
    shift(world, 'bid', '0.1', '0.47')
  }

  test('the day ends at the daily loss, and the next UTC day begins anew', () => {
    const limits = { ...FIRST_SYSTEM_LIMITS, maxDailyLossUsd: parseUsd('50') }
    const world = start({}, { limits })
    for (let time = 0; time < 4; time++) {
      world.books[0]?.asks.sizes.fill(parseSize('5000'))
      lose(world, `s${time}`)
    }
    expect(reasons(world)).toContain('daily-loss-limit')
    expect(world.policy.status(world.view())).toMatchObject({ blocked: 'daily-loss-limit' })
    expect(kinds(world)).toContain('cancel-all')
    const before = submits(world).length
    world.consider(buildSignal({ strategy: 'late', expiresAt: timeMs(world.now + 1e9) }))
    expect(submits(world)).toHaveLength(before)
    const midnight = Math.ceil(world.now / 86_400_000) * 86_400_000
    world.pass(midnight - world.now - 1)
    world.consider(buildSignal({ strategy: 'late', expiresAt: timeMs(world.now + 1e9) }))
    expect(submits(world)).toHaveLength(before)
    world.pass(1)
    world.consider(buildSignal({ strategy: 'late', expiresAt: timeMs(world.now + 1e9) }))
    expect(submits(world)).toHaveLength(before + 1)
  })

  test('five losses in a row pause entries for an hour', () => {
    const limits = { ...FIRST_SYSTEM_LIMITS, maxDailyLossUsd: usd(1_000_000_000) }
    const world = start({}, { limits })
    const small = (name: string) =>
      buildSignal({ strategy: name, expiresAt: timeMs(world.now + 60_000) })
    for (let time = 0; time < 5; time++) {
      world.consider(small(`s${time}`))
      shift(world, 'bid', '0.47', '0.3')
      world.pass(1_000)
      shift(world, 'bid', '0.3', '0.47')
    }
    expect(world.policy.status(world.view())).toMatchObject({ losingStreak: 5 })
    world.consider(small('a'))
    expect(reasons(world)).toEqual(['loss-streak-pause'])
    world.pass(3_600_000 - 1)
    world.consider(small('b'))
    expect(reasons(world)).toEqual(['loss-streak-pause', 'loss-streak-pause'])
    world.pass(1)
    world.consider(small('b'))
    expect(submits(world).at(-1)?.owner).toBe('b')
  })
})

describe('what an earlier run did', () => {
  const operatorAt = (at: number, command: 'pause' | 'kill' | 'resume') => ({
    seq: 1,
    at: timeMs(at),
    event: { type: 'operator' as const, command },
  })

  test('counts in this one: trades of the hour, and a kill that no one lifted', () => {
    const policy = createExecutionPolicy({ limits: FIRST_SYSTEM_LIMITS })
    const now = 1_700_000_000_000
    const prepared = (index: number, at: number, basket?: string) => ({
      seq: index,
      at: timeMs(at),
      event: {
        type: 'order-prepared' as const,
        ref: orderRef(`old-${index}`),
        id: orderId(`id-${index}`),
        wire: '',
        intent: {
          ...{ ref: orderRef(`old-${index}`), owner: 'old', token: yes, market: marketId('m') },
          ...{ side: 'buy' as const, shares: parseSize('5'), limit: parsePrice('0.1') },
          ...{ tif: 'fak' as const, postOnly: false },
          ...(basket === undefined ? {} : { basket }),
        },
      },
    })
    policy.remember(prepared(1, now - 3_600_001))
    policy.remember(prepared(2, now - 3_599_999))
    policy.remember(prepared(3, now - 10, 'b'))
    policy.remember(prepared(4, now - 5, 'b'))
    policy.remember(operatorAt(now - 4, 'kill'))
    const world = start({ policy })
    world.consider(buildSignal({ strategy: 'other', limit: parsePrice('0.48') }))
    expect(reasons(world)).toEqual(['killed'])
    expect(policy.status(world.view())).toMatchObject({ tradesThisHour: 2, blocked: 'killed' })
    policy.remember(operatorAt(now - 3, 'resume'))
    expect(policy.status(world.view())).toMatchObject({ blocked: 'no' })
  })
})

describe('settlement', () => {
  const unsettled = (): World => {
    const world = start({ confirms: false })
    world.consider(buildSignal())
    return world
  }

  test('what is matched but not settled is not sold', () => {
    const world = unsettled()
    shift(world, 'bid', '0.47', '0.3')
    world.pass(1_000)
    expect(reasons(world)).toEqual(['not-settled-yet'])
    world.settleTrades()
    world.pass(1_000)
    expect(submits(world).at(-1)?.side).toBe('sell')
  })

  test('a trade that does not settle is asked after', () => {
    const world = unsettled()
    world.pass(59_999)
    expect(kinds(world)).not.toContain('lookup')
    world.pass(1)
    expect(kinds(world)).toContain('lookup')
  })
})

describe('the rolling hour', () => {
  test('counts event time and does not wrap at a day', () => {
    const limits = { ...FIRST_SYSTEM_LIMITS, maxTradesPerHour: 2, maxPositionsPerEvent: 100 }
    const world = start(
      { fate: (order): Fate => (order.side === 'buy' ? { end: 'refused' } : {}) },
      { limits },
    )
    const enter = (name: string): void =>
      world.consider(buildSignal({ strategy: name, expiresAt: timeMs(world.now + 60_000) }))
    enter('a')
    world.pass(1_000)
    enter('b')
    enter('c')
    expect(reasons(world).at(-1)).toBe('too-many-trades-this-hour')
    world.pass(3_600_000 - 1_001)
    enter('d')
    expect(reasons(world).at(-1)).toBe('too-many-trades-this-hour')
    world.pass(1)
    enter('e')
    expect(submits(world).at(-1)?.owner).toBe('e')
    world.pass(24 * 3_600_000)
    enter('f')
    enter('g')
    expect(submits(world).at(-1)?.owner).toBe('g')
    expect(world.policy.status(world.view())).toMatchObject({ tradesThisHour: 2 })
  })
})
