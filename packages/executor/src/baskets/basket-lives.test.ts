import {
  type Basket,
  type Leg,
  type OrderIntent,
  parsePrice,
  parseSize,
  parseUsd,
  positionKey,
  type Stage,
  timeMs,
  tokenId,
} from '@bot/core'
import { buildBook, buildMarket, buildSignal } from '@bot/core/testing'
import { describe, expect, test } from 'vitest'
import { createWorld, type Fate, type SettleFate, type World } from '../fixtures/world.js'
import { createExecutionPolicy } from '../policy/create-execution-policy.js'
import { FIRST_SYSTEM_LIMITS } from '../risk/risk-limits.js'

const NOW = 1_700_000_000_000
const names = ['a', 'b', 'c'] as const

const leg = (name: string, parts: Partial<Leg> = {}): Leg => ({
  token: tokenId(name.includes('-') ? name : `${name}-yes`),
  market: buildMarket(name.split('-')[0] ?? name).id,
  side: 'buy',
  shares: parseSize('40'),
  limit: parsePrice('0.3'),
  ...parts,
})

/** Buys YES of every outcome for 0.3 each: with three outcomes 0.9 a set that pays 1. */
const basketOf = (legs: readonly Leg[], parts: Partial<Basket> = {}): Basket => ({
  id: 'basket-1',
  stages: [{ kind: 'legs', legs }, { kind: 'hold-to-resolution' }],
  maxCost: parseUsd(String(legs.length * 12)),
  worstCase: parseUsd(String(40 - legs.length * 12)),
  maxLegLoss: parseUsd('5'),
  expiresAt: timeMs(NOW + 5_000),
  booksSeen: legs.map(({ token }) => ({ token, epoch: 1, changedAt: timeMs(NOW) })),
  proof: {},
  ...parts,
})

const start = (parts: Partial<Parameters<typeof createWorld>[0]> = {}): World =>
  createWorld({
    policy: createExecutionPolicy({ limits: FIRST_SYSTEM_LIMITS }),
    markets: names.map((name) => buildMarket(name, { event: 'e' as never })),
    books: names.flatMap((name) => [
      buildBook(`${name}-yes`, {
        bids: [['0.28', '500']],
        asks: [
          ['0.3', '500'],
          ['0.32', '500'],
        ],
      }),
      buildBook(`${name}-no`, { bids: [['0.6', '500']], asks: [['0.62', '500']] }),
    ]),
    ...parts,
  })
const signalOf = (basket: Basket) =>
  buildSignal({
    strategy: 'arbitrage',
    token: basket.booksSeen[0]?.token ?? tokenId('a-yes'),
    market: buildMarket('a').id,
    confidence: 1,
    basket,
  })
const held = (world: World, token: string): number => {
  const position = world.ledger().positions.get(positionKey('basket-1', tokenId(token)))
  return position === undefined ? 0 : position.confirmed + position.provisional
}
const submits = (world: World): readonly OrderIntent[] =>
  world.commands.flatMap((command) => (command.kind === 'submit' ? [command.order] : []))
const ended = (world: World): readonly { how: string; reason: string }[] =>
  world.policy.status(world.view())['endedBaskets'] as never
const reasons = (world: World): readonly string[] => world.refusals.map(({ refused }) => refused)
const cash = (world: World): number =>
  world.ledger().cash.confirmed + world.ledger().cash.provisional - 1_000_000_000
const live = (world: World): void => {
  for (let step = 0; step < 40; step++) {
    world.pass(4_000)
    world.settleTrades()
  }
}

describe('beginning a basket', () => {
  test('sends the legs of the first stage together, each at its limit, as one position and one trade', () => {
    const world = start()
    world.consider(signalOf(basketOf(names.map((name) => leg(name)))))
    expect(
      submits(world).map(({ token, shares, limit, tif, basket }) => ({
        token,
        shares,
        limit,
        tif,
        basket,
      })),
    ).toEqual(
      names.map((name) => ({
        token: `${name}-yes`,
        shares: parseSize('40'),
        limit: parsePrice('0.3'),
        tif: 'fak',
        basket: 'basket-1',
      })),
    )
    expect(ended(world)).toMatchObject([{ how: 'held', reason: 'to-resolution' }])
    expect(world.policy.status(world.view())).toMatchObject({ openPositions: 1, tradesThisHour: 1 })
    expect(world.refusals).toEqual([])
  })

  const three = names.map((name) => leg(name))
  test.each<[string, Partial<Basket>]>([
    ['expired', { expiresAt: timeMs(NOW) }],
    ['epoch-moved', { booksSeen: [{ token: tokenId('a-yes'), epoch: 2, changedAt: timeMs(NOW) }] }],
    ['cost-above-max', { maxCost: parseUsd('35.99') }],
    ['depth-gone', { stages: [{ kind: 'legs', legs: [leg('a', { limit: parsePrice('0.29') })] }] }],
    ['leg-off-tick', { stages: [{ kind: 'legs', legs: [leg('a', { limit: 3_050 as never })] }] }],
    [
      'leg-below-minimum',
      { stages: [{ kind: 'legs', legs: [leg('a', { shares: parseSize('4') })] }] },
    ],
    ['basket-too-large', { maxCost: parseUsd('100.000001') }],
    ['basket-malformed', { stages: [] }],
    [
      'basket-malformed',
      {
        stages: [
          { kind: 'legs', legs: [leg('a'), leg('b', { side: 'sell', limit: parsePrice('0.2') })] },
        ],
      },
    ],
  ])('refuses with %s and sends nothing', (reason, parts) => {
    const world = start()
    world.consider(signalOf(basketOf(three, parts)))
    expect(reasons(world)).toEqual([reason])
    expect(world.commands).toEqual([])
  })

  test('counts the same basket once, and keeps baskets off books of another', () => {
    const world = start({ fate: () => ({ end: 'unknown' }) })
    world.consider(signalOf(basketOf(three)))
    world.consider(signalOf(basketOf(three)))
    world.consider(signalOf(basketOf(three, { id: 'basket-2' })))
    expect(reasons(world)).toEqual(['basket-already-known', 'basket-overlaps'])
    expect(submits(world)).toHaveLength(3)
  })

  test('keeps the cash that it may still need away from entries', () => {
    const world = start({
      cash: 50_000_000,
      fate: () => ({ end: 'silent' }),
      policy: createExecutionPolicy({
        limits: FIRST_SYSTEM_LIMITS,
        slippage: { minLiquidityUsd: parseUsd('0') },
      }),
    })
    world.consider(signalOf(basketOf(three)))
    const status = world.policy.status(world.view())
    expect(status['freeCash']).toBe(50_000_000 - 45_000_000)
    const single = buildSignal({
      token: tokenId('b-no'),
      market: buildMarket('b').id,
      limit: parsePrice('0.62'),
      wanted: parseSize('20'),
      confidence: 1,
    })
    world.consider(single)
    expect(submits(world).at(-1)).toMatchObject({ token: 'b-no', shares: parseSize('8') })
  })

  test('shrinks to what fits with every leg at its limit, in lots that market orders may have', () => {
    const world = start()
    const legs = names.map((name) =>
      leg(name, { limit: parsePrice('0.32'), shares: parseSize('105.37') }),
    )
    world.consider(
      signalOf(basketOf(legs, { maxCost: parseUsd('94.84'), worstCase: parseUsd('10.53') })),
    )
    const [first] = submits(world)
    expect(submits(world).map(({ shares }) => shares)).toEqual(names.map(() => first?.shares))
    expect(Number(first?.shares) * 0.32 * 3).toBeLessThanOrEqual(parseUsd('100'))
    expect(first?.shares).toBe(parseSize('104'))
    expect(ended(world)).toMatchObject([{ how: 'held', reason: 'to-resolution' }])
  })

  test('leaves the books of a basket that came to nothing alone for half a minute', () => {
    const world = start({ fate: () => ({ share: 0 }) })
    world.consider(signalOf(basketOf(three)))
    const again = (id: string) =>
      world.consider(signalOf(basketOf(three, { id, expiresAt: timeMs(world.now + 5_000) })))
    again('basket-2')
    world.pass(30_000)
    again('basket-3')
    expect(reasons(world).filter((reason) => reason.startsWith('basket'))).toEqual([
      'basket-cooling-down',
    ])
    expect(submits(world)).toHaveLength(6)
  })

  test('is stopped by a pause like any entry', () => {
    const world = start()
    world.event({ type: 'operator', command: 'pause' })
    world.consider(signalOf(basketOf(three)))
    expect(reasons(world)).toEqual(['paused'])
  })
})

const fates: Readonly<Record<string, Fate>> = {
  fill: {},
  'fill, reported twice and reversed': { repeated: true },
  half: { share: 0.5 },
  most: { share: 0.95 },
  nothing: { share: 0 },
  refusal: { end: 'refused' },
  'not sent': { end: 'not-sent' },
  'unknown, filled': { end: 'unknown', found: 1 },
  'silent, half filled': { end: 'silent', found: 0.5 },
  'unknown, never seen': { end: 'unknown' },
  void: { voided: true },
}
const permutations = (legs: number): readonly (readonly string[])[] =>
  legs === 0
    ? [[]]
    : permutations(legs - 1).flatMap((rest) => Object.keys(fates).map((name) => [...rest, name]))

const expectSafe = (world: World, tokens: readonly string[]): void => {
  expect(world.policy.status(world.view())['activeBaskets']).toEqual([])
  const sent = submits(world)
  expect(new Set(sent.map(({ ref }) => ref)).size).toBe(sent.length)
  const complete = Math.min(...tokens.map((token) => held(world, token)))
  expect(cash(world) + complete).toBeGreaterThanOrEqual(-parseUsd('5'))
  for (const token of tokens) {
    expect(held(world, token)).toBeGreaterThanOrEqual(0)
    const bought = sent.filter((order) => order.token === token && order.side === 'buy')
    expect(held(world, token)).toBeLessThanOrEqual(parseSize('40.01'))
    expect(bought[0]?.limit).toBe(parsePrice('0.3'))
  }
}

describe('every permutation of what can happen to the legs', () => {
  for (const legs of [2, 3]) {
    test(`of ${legs} legs ends, sends nothing twice and loses at most maxLegLoss`, () => {
      const chosen = names.slice(0, legs)
      for (const permutation of permutations(legs)) {
        const world = start({
          fate: (_order, index) => fates[permutation[index] ?? 'fill'] ?? {},
        })
        world.consider(signalOf(basketOf(chosen.map((name) => leg(name)))))
        live(world)
        try {
          expectSafe(
            world,
            chosen.map((name) => `${name}-yes`),
          )
        } catch (thrown) {
          throw new Error(`${permutation.join(' | ')}: ${String(thrown)}`, { cause: thrown })
        }
      }
    }, 60_000)
  }

  test('a leg that was refused is completed while that loses nothing', () => {
    const world = start({ fate: (_order, index): Fate => (index === 1 ? { end: 'refused' } : {}) })
    world.consider(signalOf(basketOf([leg('a'), leg('b')])))
    live(world)
    expect([held(world, 'a-yes'), held(world, 'b-yes')]).toEqual([parseSize('40'), parseSize('40')])
    expect(submits(world)).toHaveLength(3)
  })

  test('what cannot be completed within the loss is sold again', () => {
    const world = start({
      fate: (order, index): Fate => {
        if (index !== 1) return {}
        dry(world, order.token)
        return { share: 0 }
      },
    })
    world.consider(signalOf(basketOf([leg('a'), leg('b')])))
    live(world)
    expect(held(world, 'a-yes')).toBe(0)
    expect(ended(world)).toMatchObject([{ how: 'unwound' }])
    expect(reasons(world)).toContain('flat')
    expect(cash(world)).toBe(-parseUsd('0.8'))
  })

  test('what can neither be completed nor sold within the loss is held, and said so', () => {
    const world = start({
      fate: (order, index): Fate => {
        if (index !== 1) return {}
        dry(world, order.token)
        for (const book of world.books)
          if (book.token === 'a-yes') book.bids.prices.fill(1_000 as never)
        return { share: 0 }
      },
    })
    world.consider(signalOf(basketOf([leg('a'), leg('b')])))
    live(world)
    expect(held(world, 'a-yes')).toBe(parseSize('40'))
    expect(ended(world)).toMatchObject([{ how: 'held', reason: 'loss-beyond-max' }])
    expect(submits(world)).toHaveLength(2)
  })

  test('a basket of which nothing filled has failed and cost nothing', () => {
    const world = start({ fate: () => ({ share: 0 }) })
    world.consider(signalOf(basketOf([leg('a'), leg('b')])))
    expect(ended(world)).toMatchObject([{ how: 'failed', reason: 'nothing-filled' }])
    expect(cash(world)).toBe(0)
  })
})

/** Takes all asks of a token away. */
const dry = (world: World, token: string): void => {
  for (const book of world.books) {
    if (book.token !== token) continue
    book.asks.prices.splice(0, book.asks.prices.length, 9_900 as never)
    book.asks.sizes.splice(0, book.asks.sizes.length, parseSize('500'))
  }
}

describe('protocol actions', () => {
  const merge: readonly Stage[] = [
    {
      kind: 'legs',
      legs: [leg('a'), leg('a-no', { limit: parsePrice('0.62') })],
    },
    {
      kind: 'action',
      action: { action: 'merge', markets: [buildMarket('a').id], shares: parseSize('40') },
    },
  ]
  const mergeBasket = basketOf([leg('a')], {
    stages: merge,
    maxCost: parseUsd('36.8'),
    worstCase: parseUsd('3.2'),
  })
  const run = (parts: Partial<Parameters<typeof createWorld>[0]> = {}): World => {
    const world = start(parts)
    world.consider(signalOf(mergeBasket))
    live(world)
    return world
  }

  test('merges once every fill is confirmed', () => {
    const world = start({ confirms: false })
    world.consider(signalOf(mergeBasket))
    world.pass(1_000)
    expect(world.commands.some(({ kind }) => kind === 'settle')).toBe(false)
    world.settleTrades()
    expect(world.commands.filter(({ kind }) => kind === 'settle')).toHaveLength(1)
    expect(ended(world)).toMatchObject([{ how: 'completed', reason: 'all-stages' }])
    expect(cash(world)).toBe(parseUsd('3.2'))
    expect(world.ledger().positions.size).toBe(0)
  })

  test('merges only the part that both legs reached, and sells what is beyond it', () => {
    const world = start({
      fate: (order, index): Fate => {
        const book = world.books.find(({ token }) => token === order.token)
        if (index === 1) book?.asks.sizes.fill(parseSize('20'))
        return {}
      },
    })
    world.consider(signalOf(mergeBasket))
    const settled = world.commands.flatMap((each) => (each.kind === 'settle' ? [each.action] : []))
    expect(settled).toMatchObject([{ action: 'merge', shares: parseSize('20') }])
    expect(cash(world)).toBe(parseUsd('1.2'))
    expect(world.ledger().positions.size).toBe(0)
  })

  test.each<[SettleFate, string, number]>([
    ['failed', 'held', 1],
    ['unknown', 'active', 1],
  ])('an action that ends %s is never begun twice', (fate, how, settles) => {
    const world = run({ settle: () => fate })
    expect(world.commands.filter(({ kind }) => kind === 'settle')).toHaveLength(settles)
    expect(ended(world).at(0)?.how ?? 'active').toBe(how)
    if (fate === 'unknown') expect(world.commands.some(({ kind }) => kind === 'lookup')).toBe(true)
  })

  test('splits and sells both sides', () => {
    const stages: readonly Stage[] = [
      {
        kind: 'action',
        action: { action: 'split', markets: [buildMarket('a').id], shares: parseSize('40') },
      },
      {
        kind: 'legs',
        legs: [
          leg('a', { side: 'sell', limit: parsePrice('0.45') }),
          leg('a-no', { side: 'sell', limit: parsePrice('0.6') }),
        ],
      },
    ]
    const world = start({
      books: [
        buildBook('a-yes', { bids: [['0.45', '500']], asks: [['0.47', '500']] }),
        buildBook('a-no', { bids: [['0.6', '500']], asks: [['0.62', '500']] }),
      ],
    })
    const basket = basketOf([leg('a')], {
      stages,
      maxCost: parseUsd('40'),
      worstCase: parseUsd('2'),
      booksSeen: [],
    })
    world.consider(signalOf(basket))
    live(world)
    expect(ended(world)).toMatchObject([{ how: 'completed' }])
    expect(cash(world)).toBe(parseUsd('2'))
  })
})

describe('exits', () => {
  test('percent, time and strategy exits never touch the legs of a basket', () => {
    const world = start()
    world.consider(signalOf(basketOf(names.map((name) => leg(name)))))
    for (const book of world.books) book.bids.prices.fill(100 as never)
    for (let hour = 0; hour < 3; hour++) world.pass(3_600_000)
    const position = world.ledger().positions.get(positionKey('basket-1', tokenId('a-yes')))
    if (position === undefined) throw new Error('nothing is held')
    world.leave(position, { reason: 'test', fraction: 1 })
    expect(reasons(world)).toEqual(['basket-leg'])
    expect(submits(world).every(({ side }) => side === 'buy')).toBe(true)
  })
})
