import {
  applySnapshot,
  type Basket,
  type OrderBook,
  parsePrice,
  parseSize,
  parseUsd,
  timeMs,
  tokenId,
} from '@bot/core'
import { buildBook, buildMarket, buildSignal, level } from '@bot/core/testing'
import { expect, test } from 'vitest'
import { createWorld } from '../fixtures/world.js'
import { createExecutionPolicy } from '../policy/create-execution-policy.js'
import { FIRST_SYSTEM_LIMITS } from '../risk/risk-limits.js'

const NOW = 1_700_000_000_000
const names = ['a', 'b']
const basket: Basket = {
  id: 'basket-1',
  stages: [
    {
      kind: 'legs',
      legs: names.map((name) => ({
        token: tokenId(`${name}-yes`),
        market: buildMarket(name).id,
        side: 'buy',
        shares: parseSize('40'),
        limit: parsePrice('0.45'),
      })),
    },
    { kind: 'hold-to-resolution' },
  ],
  maxCost: parseUsd('36'),
  worstCase: parseUsd('4'),
  maxLegLoss: parseUsd('5'),
  expiresAt: timeMs(NOW + 5_000),
  booksSeen: names.map((name) => ({
    token: tokenId(`${name}-yes`),
    epoch: 1,
    changedAt: timeMs(NOW),
  })),
  proof: {},
}
const setUp = (limits: Partial<typeof FIRST_SYSTEM_LIMITS> = {}) => {
  const quotes = {
    bids: [['0.43', '500']],
    asks: [['0.45', '500']],
  } as const
  const books: OrderBook[] = names.map((name) => buildBook(`${name}-yes`, quotes))
  const world = createWorld({
    policy: createExecutionPolicy({
      limits: { ...FIRST_SYSTEM_LIMITS, ...limits },
      basketSettleMs: 300,
    }),
    markets: [
      ...names.map((name) => buildMarket(name, { event: 'e' as never })),
      buildMarket('other', { event: 'another' as never }),
    ],
    books: [
      ...books,
      buildBook('other-yes', { bids: [['0.43', '5000']], asks: [['0.45', '5000']] }),
    ],
  })
  const [first] = names
  world.consider(
    buildSignal({
      strategy: 'arbitrage',
      token: tokenId(`${first}-yes`),
      market: buildMarket('a').id,
      confidence: 1,
      basket,
    }),
  )
  return { world, books }
}
const status = (world: ReturnType<typeof setUp>['world']) => world.policy.status(world.view())

test('a basket waits for its books to settle and begins at the first timer after that', () => {
  const { world } = setUp()
  expect(world.commands).toEqual([])
  world.pass(200)
  expect(world.commands).toEqual([])
  world.pass(200)
  expect(world.commands).toHaveLength(2)
  expect(status(world)).toMatchObject({ tradesThisHour: 1 })
})

test('what was there for one message only sends nothing, takes no trade and says why', () => {
  const { world, books } = setUp()
  const at = timeMs(NOW + 10)
  const gone = { epoch: 1, bids: [level('0.43', '500')], asks: [level('0.55', '500')] }
  if (books[1] !== undefined) applySnapshot(books[1], gone, at, at)
  world.pass(400)
  expect(world.commands).toEqual([])
  expect(world.refusals).toMatchObject([{ refused: 'depth-gone', step: 'sent' }])
  expect(status(world)).toMatchObject({ tradesThisHour: 0, openPositions: 0 })
})

test('a basket that waited does not begin once trading was paused', () => {
  const { world } = setUp()
  world.event({ type: 'operator', command: 'pause' })
  world.pass(400)
  expect(world.commands).toEqual([])
  expect(world.refusals).toMatchObject([{ refused: 'paused' }])
})

test('a basket that waited leaves the last trade of the hour to an entry that came in between', () => {
  const { world } = setUp({ maxTradesPerHour: 1 })
  world.consider(buildSignal({ token: tokenId('other-yes'), market: buildMarket('other').id }))
  expect(world.commands).toHaveLength(1)
  world.pass(400)
  expect(world.commands).toHaveLength(1)
  expect(world.refusals).toMatchObject([{ refused: 'too-many-trades-this-hour' }])
})
