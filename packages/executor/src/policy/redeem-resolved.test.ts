import { parseUsd, type ResolutionWitness, timeMs, USD_ONE } from '@bot/core'
import { buildSignal } from '@bot/core/testing'
import { expect, test } from 'vitest'
import { oneMarket } from '../fixtures/one-market.js'
import { chainFact, createWorld, resolvedEvent, type World } from '../fixtures/world.js'
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

const settles = (world: World): number => kinds(world).filter((kind) => kind === 'settle').length
const WON = [1_000_000, 0]

test('payouts that the chain holds are redeemed before the venue ends the market, and not again when it does', () => {
  const world = start()
  world.consider(buildSignal())
  world.event(chainFact('m', WON))
  world.event(chainFact('m', WON))
  world.pass(1_000)
  expect(world.effects).toEqual(['redeem sample m 1'])
  expect(world.ledger().positions.size).toBe(0)
  expect(world.ledger().realised).toBe(parseUsd('5.2'))
  world.event(resolvedEvent('m', WON))
  world.pass(3_600_000)
  expect(settles(world)).toBe(1)
  expect(world.ledger().realised).toBe(parseUsd('5.2'))
})

test.each<[string, readonly ResolutionWitness[]]>([
  ['proposed', [{ by: 'listing', state: 'proposed', at: timeMs(0), payouts: WON }]],
  ['disputed', [{ by: 'public-data', state: 'disputed', at: timeMs(0), payouts: WON }]],
  ['only listed', [{ by: 'listing', state: 'resolved', at: timeMs(0), payouts: WON }]],
  ['not final on chain', [{ by: 'chain', state: 'resolved', at: timeMs(0), payouts: WON }]],
  [
    'no whole dollar',
    [{ by: 'chain', state: 'resolved', at: timeMs(0), payouts: [1, 0], final: true }],
  ],
])('what is %s is not redeemed', (_name, witnesses) => {
  const world = start()
  world.consider(buildSignal())
  const fact = chainFact('m', WON)
  world.event({ ...fact, value: { ...fact.value, witnesses } } as typeof fact)
  world.pass(60_000)
  expect(settles(world)).toBe(0)
})

test('a witness that names other payouts than the chain is waited for', () => {
  const world = start()
  world.consider(buildSignal())
  const other: ResolutionWitness = {
    ...{ by: 'listing', state: 'resolved', at: timeMs(0), payouts: [0, USD_ONE] },
  }
  world.event(chainFact('m', WON, [other]))
  world.pass(1_000)
  expect(settles(world)).toBe(0)
  world.event(chainFact('m', WON))
  expect(settles(world)).toBe(1)
})

test('a market of which a fill is on its way, or that pays nothing, waits', () => {
  const world = start({ confirms: false })
  world.consider(buildSignal())
  world.event(chainFact('m', WON))
  expect(settles(world)).toBe(0)
  world.settleTrades()
  world.pass(1_000)
  expect(settles(world)).toBe(1)
  const lost = start()
  lost.consider(buildSignal())
  lost.event(chainFact('m', [0, USD_ONE]))
  lost.pass(60_000)
  expect(settles(lost)).toBe(0)
})

test('an early redemption that reverts is tried again later, also after a restart, and halts nothing', () => {
  const world = start({ settle: (index) => (index === 0 ? 'failed' : 'confirmed') })
  world.consider(buildSignal())
  world.event(chainFact('m', WON))
  expect(reasons(world)).toEqual(['redeem-failed'])
  world.pass(29_999)
  expect(world.effects).toEqual([])
  world.restart(createExecutionPolicy({ limits: FIRST_SYSTEM_LIMITS }))
  world.pass(1)
  expect(world.effects).toEqual(['redeem sample m 2'])
  expect(world.policy.status(world.view())['blocked']).toBe('no')
  expect(world.ledger().positions.size).toBe(0)
})

test('a redemption that an earlier run asked for keeps its payouts', () => {
  const world = start({ settle: () => 'unknown, confirmed' })
  world.consider(buildSignal())
  world.event(chainFact('m', WON))
  world.restart(createExecutionPolicy({ limits: FIRST_SYSTEM_LIMITS }))
  world.pass(60_000)
  expect(world.effects).toEqual(['redeem sample m 1'])
  expect(world.ledger().realised).toBe(parseUsd('5.2'))
})

test('owners of one market are redeemed one after the other, each with its own profit', () => {
  const world = start({ settle: (index) => (index === 0 ? 'unknown, confirmed' : 'confirmed') })
  world.consider(buildSignal())
  world.consider(buildSignal({ strategy: 'other' }))
  expect(world.ledger().positions.size).toBe(2)
  world.event(chainFact('m', WON))
  expect(world.effects).toEqual(['redeem sample m 1'])
  expect(world.ledger().positions.size).toBe(2)
  world.pass(60_000)
  expect(world.effects).toEqual(['redeem sample m 1', 'redeem other m 1'])
  expect(world.ledger().closed.map(({ realised }) => realised)).toEqual([
    parseUsd('5.2'),
    parseUsd('5.2'),
  ])
})
