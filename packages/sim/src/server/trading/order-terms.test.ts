import { parsePrice, price, size, timeMs } from '@bot/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createExchange } from '../../exchange/create-exchange.js'
import type { SimMarket } from '../../exchange/sim-market.js'
import { orderTerms } from './order-terms.js'
import type { PostedOrder } from './parse-order.js'

const marketOf = (tick: number): SimMarket =>
  createExchange({ start: timeMs(0), seed: 1 }).createMarket({
    slug: 'm',
    question: 'M?',
    tick: price(tick),
    endsAt: timeMs(1),
  })

const posted = (
  side: 'buy' | 'sell',
  orderType: PostedOrder['orderType'],
  makerAmount: number,
  takerAmount: number,
): PostedOrder => ({
  owner: '',
  orderType,
  postOnly: false,
  side,
  tokenId: '1',
  makerAmount,
  takerAmount,
  expiration: 0,
  signed: undefined as never,
  signature: '0x',
})

const ticks = fc.constantFrom(1000, 100, 50, 25, 10, 1)
const priceOn = (tick: number) =>
  fc.integer({ min: 1, max: 10_000 / tick - 1 }).map((n) => n * tick)
const ticked = ticks.chain((tick) => priceOn(tick).map((limit) => ({ tick, limit })))

test('reads back the price and size of every limit order that the venue takes', () => {
  fc.assert(
    fc.property(
      ticked,
      fc.integer({ min: 500, max: 10_000_000 }),
      fc.boolean(),
      (at, lots, buys) => {
        const shares = lots * 10_000
        const cash = (shares * at.limit) / 10_000
        const order = buys
          ? posted('buy', 'GTC', cash, shares)
          : posted('sell', 'GTC', shares, cash)
        const terms = orderTerms('0x', order, marketOf(at.tick), 0)
        expect(terms).toEqual({ shares: size(shares), limit: at.limit })
      },
    ),
    { numRuns: 300 },
  )
})

test('refuses a limit order whose dollars are off by the least', () => {
  fc.assert(
    fc.property(ticked, fc.integer({ min: 500, max: 10_000_000 }), (at, lots) => {
      const shares = lots * 10_000
      const order = posted('buy', 'GTC', (shares * at.limit) / 10_000 + 1, shares)
      expect(orderTerms('0x1', order, marketOf(at.tick), 0)).toMatch(/breaks minimum tick size/)
    }),
    { numRuns: 200 },
  )
})

test('finds the limit of a market order through the rounding of what it takes', () => {
  fc.assert(
    fc.property(
      ticked,
      fc.integer({ min: 100, max: 10_000_000 }),
      fc.boolean(),
      (at, cents, buys) => {
        const given = cents * 10_000
        const taken = buys ? (given * 10_000) / at.limit : (given * at.limit) / 10_000
        const rounded = Math.floor(taken / 100) * 100
        fc.pre(rounded > 0 && rounded <= Number.MAX_SAFE_INTEGER)
        const order = posted(buys ? 'buy' : 'sell', 'FAK', given, rounded)
        const terms = orderTerms('0x', order, marketOf(at.tick), 0)
        expect(terms).toMatchObject({ limit: at.limit, ...(buys ? { maxNotional: given } : {}) })
      },
    ),
    { numRuns: 500 },
  )
})

test('names the price that is off the grid', () => {
  const sale = posted('sell', 'FAK', 10_000_000, 4_550_000)
  expect(orderTerms('0x1', sale, marketOf(100), 0)).toBe(
    'order 0x1 is invalid. Price (0.455) breaks minimum tick size rule: 0.01',
  )
  expect(orderTerms('0x1', sale, marketOf(50), 0)).toMatchObject({ limit: parsePrice('0.455') })
})
