import {
  type Basket,
  parsePrice,
  parseSize,
  parseUsd,
  positionKey,
  timeMs,
  tokenId,
} from '@bot/core'
import { buildBook, buildMarket, buildSignal } from '@bot/core/testing'
import { describe, expect, test } from 'vitest'
import {
  basketOf,
  cash,
  dry,
  ended,
  held,
  leg,
  live,
  NAMES,
  NOW,
  policyOf,
  reasons,
  signalOf,
  startWorld,
  submits,
} from '../fixtures/basket-world.js'
import type { Fate, World } from '../fixtures/world.js'

describe('beginning a basket', () => {
  test('sends the legs of the first stage, each at its limit, as one position and one trade', () => {
    const world = startWorld()
    world.consider(signalOf(basketOf(NAMES.map((name) => leg(name)))))
    expect(
      submits(world).map(({ token, shares, limit, tif, basket }) => ({
        token,
        shares,
        limit,
        tif,
        basket,
      })),
    ).toEqual(
      NAMES.map((name) => ({
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

  const three = NAMES.map((name) => leg(name))
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
    const world = startWorld()
    world.consider(signalOf(basketOf(three, parts)))
    expect(reasons(world)).toEqual([reason])
    expect(world.commands).toEqual([])
  })

  test('counts the same basket once, and keeps baskets off books of another', () => {
    const world = startWorld({ fate: () => ({ end: 'unknown' }) })
    world.consider(signalOf(basketOf(three)))
    world.consider(signalOf(basketOf(three)))
    world.consider(signalOf(basketOf(three, { id: 'basket-2' })))
    expect(reasons(world)).toEqual(['basket-already-known', 'basket-overlaps'])
    expect(submits(world)).toHaveLength(1)
  })

  test('keeps the cash that it may still need away from entries', () => {
    const world = startWorld({
      cash: 50_000_000,
      fate: () => ({ end: 'silent' }),
      policy: policyOf({ slippage: { minLiquidityUsd: parseUsd('0') } }),
    })
    world.consider(signalOf(basketOf(three)))
    const status = world.policy.status(world.view())
    expect(status['freeCash']).toBe(50_000_000 - 41_000_000)
    const single = buildSignal({
      token: tokenId('b-no'),
      market: buildMarket('b').id,
      limit: parsePrice('0.62'),
      wanted: parseSize('20'),
      confidence: 1,
    })
    world.consider(single)
    expect(submits(world).at(-1)).toMatchObject({ token: 'b-no', shares: parseSize('14.5') })
  })

  test('shrinks to what fits with every leg at its limit, in lots that market orders may have', () => {
    const world = startWorld()
    const legs = NAMES.map((name) =>
      leg(name, { limit: parsePrice('0.32'), shares: parseSize('105.37') }),
    )
    world.consider(
      signalOf(basketOf(legs, { maxCost: parseUsd('94.84'), worstCase: parseUsd('10.53') })),
    )
    const [first] = submits(world)
    expect(submits(world).map(({ shares }) => shares)).toEqual(NAMES.map(() => first?.shares))
    expect(Number(first?.shares) * 0.32 * 3).toBeLessThanOrEqual(parseUsd('100'))
    expect(first?.shares).toBe(parseSize('104'))
    expect(ended(world)).toMatchObject([{ how: 'held', reason: 'to-resolution' }])
  })

  test('leaves the books of a basket that came to nothing alone for half a minute', () => {
    const world = startWorld({ fate: () => ({ share: 0 }) })
    world.consider(signalOf(basketOf(three)))
    const again = (id: string) =>
      world.consider(signalOf(basketOf(three, { id, expiresAt: timeMs(world.now + 5_000) })))
    again('basket-2')
    world.pass(30_000)
    again('basket-3')
    expect(reasons(world).filter((reason) => reason.startsWith('basket'))).toEqual([
      'basket-cooling-down',
    ])
    expect(submits(world)).toHaveLength(2)
  })

  const resting = buildSignal({
    token: tokenId('b-no'),
    market: buildMarket('b').id,
    entry: 'rest',
    limit: parsePrice('0.61'),
    confidence: 1,
  })
  const shallow = () => policyOf({ slippage: { minLiquidityUsd: parseUsd('0') } })

  test('is refused while a leg would meet an own order on the mirrored book', () => {
    const world = startWorld({ policy: shallow() })
    world.consider(resting)
    const legs = [leg('a'), leg('b', { limit: parsePrice('0.39') })]
    world.consider(signalOf(basketOf(legs, { maxCost: parseUsd('30') })))
    expect(reasons(world)).toEqual(['own-order-crosses'])
    expect(submits(world)).toHaveLength(1)
  })

  test('cancels an own order that a dearer leg would meet, and sends the leg when that is over', () => {
    const world = startWorld({
      policy: shallow(),
      fate: (_order, index): Fate => {
        const asks = world.books.find(({ token }) => token === 'b-yes')?.asks
        if (index === 1) asks?.prices.fill(parsePrice('0.4'))
        return {}
      },
    })
    world.consider(resting)
    world.consider(signalOf(basketOf([leg('a'), leg('b')])))
    live(world, 5)
    const said = world.commands.map((each) =>
      each.kind === 'submit' ? each.order.token : each.kind,
    )
    expect(said).toEqual(['b-no', 'a-yes', 'cancel', 'b-yes'])
    expect(ended(world)).toMatchObject([{ how: 'held', reason: 'to-resolution' }])
  })

  test('is stopped by a pause like any entry', () => {
    const world = startWorld()
    world.event({ type: 'operator', command: 'pause' })
    world.consider(signalOf(basketOf(three)))
    expect(reasons(world)).toEqual(['paused'])
  })
})

describe('the order of the legs', () => {
  const three = basketOf(NAMES.map((name) => leg(name)))
  /** Leaves b's book the thinnest, then c's. */
  const thin = (world: World): void => {
    world.books.find(({ token }) => token === 'b-yes')?.asks.sizes.fill(parseSize('45'))
    world.books.find(({ token }) => token === 'c-yes')?.asks.sizes.fill(parseSize('90'))
  }
  const tokens = (world: World): readonly string[] => submits(world).map(({ token }) => token)

  test('is thinnest first, each alone and only when the one before it is over', () => {
    const world = startWorld({ fate: () => ({ end: 'silent', found: 1 }) })
    thin(world)
    world.consider(signalOf(three))
    world.pass(29_000)
    expect(tokens(world)).toEqual(['b-yes'])
    world.pass(2_000)
    expect(tokens(world)).toEqual(['b-yes', 'c-yes'])
    live(world)
    expect(tokens(world)).toEqual(['b-yes', 'c-yes', 'a-yes'])
  })

  test('sizes the others to what the thinnest filled', () => {
    const world = startWorld({ fate: (_order, index) => (index === 0 ? { share: 0.5 } : {}) })
    thin(world)
    world.consider(signalOf(three))
    live(world, 5)
    expect(submits(world).map(({ token, shares }) => [token, shares])).toEqual([
      ['b-yes', parseSize('40')],
      ['c-yes', parseSize('20')],
      ['a-yes', parseSize('20')],
    ])
    expect(ended(world)).toMatchObject([{ how: 'held', reason: 'to-resolution', unpaired: 0 }])
  })

  test('sends nothing else when the thinnest filled nothing', () => {
    const world = startWorld({ fate: () => ({ share: 0 }) })
    thin(world)
    world.consider(signalOf(three))
    expect(tokens(world)).toEqual(['b-yes'])
    expect(ended(world)).toMatchObject([{ how: 'failed', reason: 'nothing-filled' }])
  })

  test('is all at once when the options say together', () => {
    const world = startWorld({ policy: policyOf({ legOrder: 'together' }) })
    thin(world)
    world.consider(signalOf(three))
    expect(tokens(world)).toEqual(['a-yes', 'b-yes', 'c-yes'])
  })

  test('all or nothing is asked where half an order could be neither completed nor sold', () => {
    const world = startWorld()
    const small = NAMES.map((name) => leg(name, { shares: parseSize('6') }))
    world.consider(signalOf(basketOf(small, { maxCost: parseUsd('5.4') })))
    expect(submits(world).map(({ tif }) => tif)).toEqual(['fok', 'fok', 'fok'])
  })
})

describe('mending a stage', () => {
  test('more shares than asked are sold again, and counted where they are too few to sell', () => {
    for (const [more, unpaired, sells] of [
      [1.05, parseSize('2'), 0],
      [1.3, 0, 1],
    ] as const) {
      const world = startWorld({ fate: (_order, index) => (index === 0 ? { more } : {}) })
      world.consider(signalOf(basketOf([leg('a'), leg('b')])))
      live(world)
      expect(submits(world).filter(({ side }) => side === 'sell')).toHaveLength(sells)
      expect(ended(world)).toMatchObject([{ how: 'held', reason: 'to-resolution', unpaired }])
    }
  })

  test('a whole basket is not sold because of what it got too much of and cannot sell', () => {
    const cheap = buildBook('b-yes', { bids: [['0.04', '500']], asks: [['0.05', '500']] })
    const world = startWorld({
      fate: ({ token }) => (token === 'b-yes' ? { more: 1.25 } : {}),
      books: [buildBook('a-yes', { bids: [['0.28', '500']], asks: [['0.3', '500']] }), cheap],
    })
    const legs = [leg('a'), leg('b', { limit: parsePrice('0.05') })]
    world.consider(signalOf(basketOf(legs, { maxCost: parseUsd('14'), worstCase: parseUsd('26') })))
    live(world)
    expect(submits(world).map(({ side }) => side)).toEqual(['buy', 'buy'])
    expect(ended(world)).toMatchObject([
      { how: 'held', reason: 'to-resolution', unpaired: parseSize('10') },
    ])
  })

  test('what is missing is bought before what is too much has settled', () => {
    const world = startWorld({
      confirms: false,
      fate: (_order, index) => (index === 0 ? { more: 1.3 } : {}),
    })
    world.consider(signalOf(basketOf([leg('a'), leg('b')])))
    expect(submits(world).map(({ token, side }) => `${side} ${token}`)).toEqual([
      'buy a-yes',
      'buy b-yes',
    ])
    live(world)
    expect(submits(world).at(-1)).toMatchObject({ side: 'sell', token: 'a-yes' })
  })

  test('a fill that comes after its basket had failed is taken up again', () => {
    const world = startWorld({
      fate: (_order, index): Fate => (index === 0 ? { late: { share: 1, afterMs: 30_000 } } : {}),
    })
    world.consider(signalOf(basketOf([leg('a'), leg('b')])))
    expect(ended(world)).toMatchObject([{ how: 'failed', reason: 'nothing-filled' }])
    live(world)
    expect([held(world, 'a-yes'), held(world, 'b-yes')]).toEqual([parseSize('40'), parseSize('40')])
    expect(ended(world)).toMatchObject([{ how: 'held', reason: 'to-resolution' }])
  })

  test.each(['thinnest-first', 'together'] as const)(
    'a fill that the venue has counted and not told yet is waited for, and not bought again (%s)',
    (legOrder) => {
      const world = startWorld({
        policy: policyOf({ legOrder }),
        fate: (_order, index): Fate =>
          index === 1 ? { late: { share: 1, afterMs: 30_000, counted: true } } : {},
      })
      world.consider(signalOf(basketOf([leg('a'), leg('b')])))
      live(world)
      expect(submits(world)).toHaveLength(2)
      expect([held(world, 'a-yes'), held(world, 'b-yes')]).toEqual([
        parseSize('40'),
        parseSize('40'),
      ])
      expect(ended(world)).toMatchObject([{ how: 'held', reason: 'to-resolution', unpaired: 0 }])
      expect(world.commands.filter(({ kind }) => kind === 'lookup').length).toBeGreaterThan(1)
    },
  )

  test('waits for a book that cannot be read before it sells what it has', () => {
    const world = startWorld({
      fate: (_order, index): Fate => {
        const book = world.books.find(({ token }) => token === 'b-yes')
        if (index > 0 || book === undefined) return {}
        book.status = 'stale'
        world.later(8_000, () => {
          book.status = 'live'
        })
        return {}
      },
    })
    world.consider(signalOf(basketOf([leg('a'), leg('b')])))
    world.pass(4_000)
    expect(submits(world)).toHaveLength(1)
    live(world)
    expect(submits(world).map(({ side }) => side)).toEqual(['buy', 'buy'])
    expect(ended(world)).toMatchObject([{ how: 'held', reason: 'to-resolution' }])
  })

  test('does not send again on a book that has not been proven since the last order found it empty', () => {
    const world = startWorld({ fate: (_order, index) => (index === 1 ? { share: 0 } : {}) })
    world.consider(signalOf(basketOf([leg('a'), leg('b')])))
    expect(submits(world)).toHaveLength(2)
    world.pass(1_000)
    expect(submits(world)).toHaveLength(3)
  })

  test('a leg that was refused is completed while that loses nothing', () => {
    const world = startWorld({
      fate: (_order, index): Fate => (index === 1 ? { end: 'refused' } : {}),
    })
    world.consider(signalOf(basketOf([leg('a'), leg('b')])))
    live(world)
    expect([held(world, 'a-yes'), held(world, 'b-yes')]).toEqual([parseSize('40'), parseSize('40')])
    expect(submits(world)).toHaveLength(3)
  })

  test('what cannot be completed within the loss is sold again', () => {
    const world = startWorld({
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
    const world = startWorld({
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
    const world = startWorld({ fate: () => ({ share: 0 }) })
    world.consider(signalOf(basketOf([leg('a'), leg('b')])))
    expect(ended(world)).toMatchObject([{ how: 'failed', reason: 'nothing-filled' }])
    expect(cash(world)).toBe(0)
  })
})

describe('exits', () => {
  test('percent, time and strategy exits never touch the legs of a basket', () => {
    const world = startWorld()
    world.consider(signalOf(basketOf(NAMES.map((name) => leg(name)))))
    for (const book of world.books) book.bids.prices.fill(100 as never)
    for (let hour = 0; hour < 3; hour++) world.pass(3_600_000)
    const position = world.ledger().positions.get(positionKey('basket-1', tokenId('a-yes')))
    if (position === undefined) throw new Error('nothing is held')
    world.leave(position, { reason: 'test', fraction: 1 })
    expect(reasons(world)).toEqual(['basket-leg'])
    expect(submits(world).every(({ side }) => side === 'buy')).toBe(true)
  })
})
