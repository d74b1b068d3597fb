import { parseSize, parseUsd } from '@bot/core'
import { buildBook } from '@bot/core/testing'
import { describe, expect, test } from 'vitest'
import {
  cash,
  ended,
  held,
  live,
  mergeBasket,
  reasons,
  settles,
  signalOf,
  splitBasket,
  startWorld,
} from '../fixtures/basket-world.js'
import { type Fate, resolvedEvent, type SettleFate, type World } from '../fixtures/world.js'

describe('protocol actions', () => {
  const run = (parts: Parameters<typeof startWorld>[0] = {}): World => {
    const world = startWorld(parts)
    world.consider(signalOf(mergeBasket()))
    live(world)
    return world
  }

  test('merges once every fill is confirmed', () => {
    const world = startWorld({ confirms: false })
    world.consider(signalOf(mergeBasket()))
    world.pass(1_000)
    expect(world.commands.some(({ kind }) => kind === 'settle')).toBe(false)
    world.settleTrades()
    expect(world.commands.filter(({ kind }) => kind === 'settle')).toHaveLength(1)
    expect(ended(world)).toMatchObject([{ how: 'completed', reason: 'all-stages' }])
    expect(cash(world)).toBe(parseUsd('3.2'))
    expect(world.ledger().positions.size).toBe(0)
  })

  test('merges only the part that both legs reached, and sells what is beyond it', () => {
    const world = startWorld({
      fate: (order, index): Fate => {
        const book = world.books.find(({ token }) => token === order.token)
        if (index === 1) book?.asks.sizes.fill(parseSize('20'))
        return {}
      },
    })
    world.consider(signalOf(mergeBasket()))
    live(world)
    const settled = world.commands.flatMap((each) => (each.kind === 'settle' ? [each.action] : []))
    expect(settled).toMatchObject([{ action: 'merge', shares: parseSize('20') }])
    expect(cash(world)).toBe(parseUsd('1.2'))
    expect(world.ledger().positions.size).toBe(0)
  })

  test('an action that failed for certain is tried again later and later, then its set is held, said every time', () => {
    const world = run({ settle: () => 'failed' })
    live(world, 200)
    expect(settles(world)).toHaveLength(5)
    expect(new Set(settles(world).map((each) => ('ref' in each ? each.ref : ''))).size).toBe(5)
    expect(reasons(world)).toEqual(Array.from({ length: 6 }, () => 'merge-failed'))
    expect(ended(world)).toMatchObject([
      { how: 'held', reason: 'merge-failed', unpaired: parseSize('80') },
    ])
    expect([held(world, 'a-yes'), held(world, 'a-no')]).toEqual([parseSize('40'), parseSize('40')])
  })

  test('an action that failed is not waited for once its market is resolved: the chain refuses it for good', () => {
    const world = startWorld({ settle: () => 'failed' })
    world.consider(signalOf(mergeBasket()))
    live(world, 2, 1_000)
    expect([settles(world).length, ended(world)]).toEqual([1, []])
    world.event(resolvedEvent('a', [1_000_000, 0]))
    expect(ended(world)).toMatchObject([{ how: 'held', reason: 'market-resolved' }])
  })

  test('a basket does not end while its markets are unknown, and goes on once they are known', () => {
    const world = startWorld({ confirms: false })
    world.consider(signalOf(mergeBasket()))
    world.pass(1_000)
    const known = world.markets.splice(0)
    world.settleTrades()
    live(world, 10)
    expect([ended(world), settles(world)]).toEqual([[], []])
    world.markets.push(...known)
    live(world, 2)
    expect(ended(world)).toMatchObject([{ how: 'completed' }])
    expect(cash(world)).toBe(parseUsd('3.2'))
  })

  test('a basket of which a market stays unknown is held in the end, and says so', () => {
    const world = startWorld({ confirms: false })
    world.consider(signalOf(mergeBasket()))
    world.pass(1_000)
    world.markets.splice(0)
    world.settleTrades()
    live(world, 149)
    expect(ended(world)).toEqual([])
    live(world, 2)
    expect(ended(world)).toMatchObject([{ how: 'held', reason: 'market-unknown' }])
    expect(settles(world)).toEqual([])
  })

  test('an action that failed once is done by the next try', () => {
    const world = run({ settle: (index): SettleFate => (index === 0 ? 'failed' : 'confirmed') })
    expect(world.effects).toHaveLength(1)
    expect(ended(world)).toMatchObject([{ how: 'completed' }])
    expect(cash(world)).toBe(parseUsd('3.2'))
  })

  test('an action whose outcome stays unknown is asked after, and never begun twice', () => {
    const world = run({ settle: () => 'unknown' })
    live(world, 100)
    expect(settles(world)).toHaveLength(1)
    expect(ended(world)).toEqual([])
    expect(world.commands.filter(({ kind }) => kind === 'lookup').length).toBeGreaterThan(2)
  })

  test('sets that were split and that nobody takes are merged again, and cost nothing', () => {
    const world = startWorld({
      books: [
        buildBook('a-yes', { bids: [['0.45', '500']], asks: [['0.47', '500']] }),
        buildBook('a-no', { bids: [['0.6', '500']], asks: [['0.62', '500']] }),
      ],
      fate: (order): Fate => {
        const bids = world.books.find(({ token }) => token === order.token)?.bids
        bids?.prices.fill(100 as never)
        return {}
      },
    })
    world.consider(signalOf(splitBasket()))
    live(world)
    expect(settles(world)).toMatchObject([
      { action: { action: 'split' } },
      { action: { action: 'merge', shares: parseSize('40') } },
    ])
    expect(ended(world)).toMatchObject([{ how: 'unwound', reason: 'flat' }])
    expect([cash(world), world.ledger().positions.size]).toEqual([0, 0])
  })

  test('splits and sells both sides', () => {
    const world = startWorld({
      books: [
        buildBook('a-yes', { bids: [['0.45', '500']], asks: [['0.47', '500']] }),
        buildBook('a-no', { bids: [['0.6', '500']], asks: [['0.62', '500']] }),
      ],
    })
    world.consider(signalOf(splitBasket()))
    live(world)
    expect(ended(world)).toMatchObject([{ how: 'completed' }])
    expect(cash(world)).toBe(parseUsd('2'))
  })
})
