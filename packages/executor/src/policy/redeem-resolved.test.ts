import { parseUsd, timeMs } from '@bot/core'
import { buildSignal } from '@bot/core/testing'
import { expect, test } from 'vitest'
import { oneMarket } from '../fixtures/one-market.js'
import { createWorld, resolvedEvent, type World } from '../fixtures/world.js'
import { FIRST_SYSTEM_LIMITS } from '../risk/risk-limits.js'
import { createExecutionPolicy } from './create-execution-policy.js'

const start = (parts: Partial<Parameters<typeof createWorld>[0]> = {}): World =>
  createWorld({
    policy: createExecutionPolicy({ limits: FIRST_SYSTEM_LIMITS }),
    ...oneMarket(),
    ...parts,
  })
const kinds = (world: World): readonly string[] => world.commands.map(({ kind }) => kind)
const reasons = (world: World): readonly string[] => world.refusals.map(({ refused }) => refused)

test('what is held of a resolved market is redeemed once', () => {
  const world = start()
  world.consider(buildSignal())
  world.event(resolvedEvent('m', [1_000_000, 0]))
  world.pass(1_000)
  world.pass(60_000)
  expect(kinds(world).filter((kind) => kind === 'settle')).toHaveLength(1)
  expect(world.ledger().positions.size).toBe(0)
  expect(world.ledger().realised).toBe(parseUsd('5.2'))
})

test('a redemption that fails is tried again later', () => {
  const world = start({ settle: (index) => (index === 0 ? 'failed' : 'confirmed') })
  world.consider(buildSignal())
  world.event(resolvedEvent('m', [0, 1_000_000]))
  expect(reasons(world)).toEqual(['redeem-failed'])
  world.pass(29_999)
  expect(kinds(world).filter((kind) => kind === 'settle')).toHaveLength(1)
  world.pass(1)
  expect(kinds(world).filter((kind) => kind === 'settle')).toHaveLength(2)
  expect(world.ledger().positions.size).toBe(0)
})

test('what turns out to be held after a redemption is redeemed under another reference', () => {
  const world = start({
    fate: (_order, index) => (index === 0 ? { late: { share: 1, afterMs: 70_000 } } : {}),
  })
  world.consider(buildSignal())
  world.pass(60_000)
  world.consider(buildSignal({ expiresAt: timeMs(world.now + 60_000) }))
  world.event(resolvedEvent('m', [1_000_000, 0]))
  expect(world.effects).toEqual(['redeem sample m 1'])
  world.pass(10_000)
  world.pass(1_000)
  expect(world.effects).toEqual(['redeem sample m 1', 'redeem sample m 2'])
  expect(world.ledger().positions.size).toBe(0)
})
