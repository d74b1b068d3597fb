import {
  type Event,
  type OrderId,
  orderId,
  parsePrice,
  parseSize,
  positionKey,
  type TokenId,
  tokenId,
  totalCash,
  usd,
} from '@bot/core'
import { buildBook, buildMarket, buildSignal } from '@bot/core/testing'
import { describe, expect, test } from 'vitest'
import { createWorld, type World } from '../fixtures/world.js'
import { FIRST_SYSTEM_LIMITS } from '../risk/risk-limits.js'
import { createExecutionPolicy } from './create-execution-policy.js'

const start = (parts: Partial<Parameters<typeof createWorld>[0]> = {}): World =>
  createWorld({
    policy: createExecutionPolicy({ limits: FIRST_SYSTEM_LIMITS }),
    markets: [buildMarket('m')],
    books: [
      buildBook('m-yes', { bids: [['0.47', '5000']], asks: [['0.48', '5000']] }),
      buildBook('m-no', { bids: [['0.52', '5000']], asks: [['0.53', '5000']] }),
    ],
    ...parts,
  })
const rest = buildSignal({ entry: 'rest', limit: parsePrice('0.47') })
const account = (
  world: World,
  parts: Readonly<{ open?: readonly OrderId[]; off?: number; extra?: number }> = {},
): Event => {
  const held = [...world.ledger().positions.values()].map(({ token, confirmed, provisional }) => ({
    token,
    size: confirmed + provisional + (parts.extra ?? 0),
  }))
  return {
    type: 'account',
    cash: usd(totalCash(world.ledger()) + (parts.off ?? 0)),
    open: parts.open ?? [],
    holdings: held,
  }
}
const kinds = (world: World): readonly string[] => world.commands.map(({ kind }) => kind)
const reasons = (world: World): readonly string[] => world.refusals.map(({ refused }) => refused)
const blocked = (world: World): unknown => world.policy.status(world.view())['blocked']
const openIds = (world: World): readonly OrderId[] =>
  [...world.orders.values()].flatMap(({ status, id }) => (status === 'open' && id ? [id] : []))
const held = (world: World, token: TokenId = tokenId('m-yes')): number => {
  const position = world.ledger().positions.get(positionKey('sample', token))
  return position === undefined ? 0 : position.confirmed + position.provisional
}

describe('an account read', () => {
  test('that agrees changes nothing, however often it comes', () => {
    const world = start()
    world.consider(buildSignal())
    world.consider(buildSignal({ ...rest, strategy: 'other' }))
    world.pass(20_000)
    const before = kinds(world)
    for (let reads = 0; reads < 5; reads++) {
      world.pass(1_000)
      world.event(account(world, { open: openIds(world) }))
    }
    expect(kinds(world)).toEqual(before)
    expect(blocked(world)).toBe('no')
  })

  test('with an order that nobody here placed halts entries at once, cancels own buys, and leaves the strange one', () => {
    const world = start()
    world.consider(rest)
    const open = [...openIds(world), orderId('0xstrange')]
    world.event(account(world, { open }))
    expect(reasons(world)).toContain('foreign-activity')
    expect(kinds(world)).toEqual(['submit', 'cancel'])
    world.consider(buildSignal({ strategy: 'other' }))
    expect(reasons(world).at(-1)).toBe('foreign-activity')
    world.event({ type: 'operator', command: 'resume' })
    expect(blocked(world)).toBe('no')
    world.event(account(world, { open: [orderId('0xstrange')] }))
    expect(blocked(world)).toBe('no')
  })

  test('without an order that is thought open has it looked up, with a growing delay', () => {
    const world = start()
    world.consider(rest)
    world.event(account(world))
    expect(kinds(world)).toEqual(['submit'])
    world.pass(5_000)
    world.event(account(world))
    world.event(account(world))
    expect(kinds(world)).toEqual(['submit', 'lookup'])
  })

  test('with an order that is thought over has it cancelled again', () => {
    const world = start()
    world.consider(rest)
    const open = openIds(world)
    world.pass(60_000)
    expect(kinds(world)).toEqual(['submit', 'cancel'])
    world.event(account(world, { open }))
    expect(kinds(world)).toEqual(['submit', 'cancel'])
    world.pass(5_000)
    world.event(account(world, { open }))
    expect(kinds(world)).toEqual(['submit', 'cancel', 'cancel'])
    expect(blocked(world)).toBe('no')
  })

  test.each([
    ['cash', { off: -1_000_000 }],
    ['shares', { extra: 1_000_000 }],
  ])(
    'that is off in %s twice in a row, with nothing under way, halts until it agrees',
    (_what, parts) => {
      const world = start()
      world.consider(buildSignal())
      expect(held(world)).toBe(parseSize('10'))
      world.pass(10_000)
      world.event(account(world, parts))
      expect(blocked(world)).toBe('no')
      world.event(account(world, parts))
      expect(blocked(world)).toBe('foreign-activity')
      world.event(account(world))
      expect(blocked(world)).toBe('no')
    },
  )

  test('that is off just after an order changed says nothing yet', () => {
    const world = start()
    world.consider(buildSignal())
    for (let reads = 0; reads < 3; reads++) world.event(account(world, { off: -5_000_000 }))
    expect(blocked(world)).toBe('no')
  })

  test('that is off while trades are not settled says nothing', () => {
    const world = start({ confirms: false })
    world.consider(buildSignal())
    world.pass(20_000)
    for (let reads = 0; reads < 3; reads++) world.event(account(world, { off: -5_000_000 }))
    expect(blocked(world)).toBe('no')
  })
})
