import { orderId, price, size, timeMs, usd } from '@bot/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createExchange } from './create-exchange.js'
import type { SimExchange } from './exchange.js'
import type { ExchangeEvent } from './exchange-event.js'
import { createNaiveExchange, type NaiveBalances } from './fixtures/naive-exchange.js'
import type { SimMarket } from './sim-market.js'

const owners = ['ann', 'bob', 'cat', 'dan']
const feePpm = 70_000
const deposited = 200_000_000

const command = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('place' as const),
      owner: fc.constantFrom(...owners),
      token: fc.constantFrom(0 as const, 1 as const),
      side: fc.constantFrom('buy' as const, 'sell' as const),
      // Few prices, so that orders meet; one is off the tick.
      limit: fc.oneof(
        { weight: 20, arbitrary: fc.integer({ min: 40, max: 60 }).map((n) => n * 100) },
        { weight: 1, arbitrary: fc.constantFrom(4_950 + 1, 0, 10_000, 100, 9_900) },
      ),
      shares: fc.oneof(
        fc.integer({ min: 5_000_000, max: 60_000_000 }),
        fc.integer({ min: 4, max: 70 }).map((n) => n * 1_000_000),
      ),
      tif: fc.constantFrom(
        'gtc' as const,
        'gtc' as const,
        'gtc' as const,
        'fok' as const,
        'fak' as const,
      ),
      rarePostOnly: fc.integer({ min: 0, max: 4 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('cancel' as const),
      owner: fc.constantFrom(...owners),
      back: fc.integer({ min: 1, max: 12 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constantFrom('split' as const, 'merge' as const),
      owner: fc.constantFrom(...owners),
      shares: fc.integer({ min: 1, max: 90_000_000 }),
    }),
  },
)

const set = (): { exchange: SimExchange; market: SimMarket } => {
  const exchange = createExchange({ start: timeMs(1_000_000), settlement: { minedMs: 0 } })
  const fee = { ratePpm: feePpm, exponent: 1, takerOnly: true }
  const market = exchange.createMarket({
    slug: 'm',
    question: 'M?',
    fee,
    endsAt: timeMs(9_000_000),
  })
  return { exchange, market }
}

const pairs = (
  levels: readonly { price: number; size: number }[] | undefined,
): [number, number][] => (levels ?? []).map((level) => [level.price, level.size])

test('any run of orders gives the same fills, books and balances as the naive exact model', () => {
  fc.assert(
    fc.property(fc.array(command, { minLength: 10, maxLength: 80 }), (commands) => {
      const { exchange, market } = set()
      const rules = { tick: 100n, minimum: 5_000_000n, feePpm: BigInt(feePpm) }
      const naive = createNaiveExchange(market.tokens, rules)
      for (const owner of owners) {
        exchange.deposit(owner, usd(deposited))
        naive.deposit(owner, deposited)
        exchange.split(owner, market.id, size(80_000_000))
        naive.split(owner, 80_000_000)
      }
      commands.forEach((each, index) => {
        if (each.kind === 'place') {
          const order = {
            id: orderId(`o${index}`),
            owner: each.owner,
            token: market.tokens[each.token],
            side: each.side,
            shares: size(each.shares),
            limit: price(each.limit),
            tif: each.tif,
            postOnly: each.tif === 'gtc' && each.rarePostOnly === 0,
          }
          const got = exchange.place(order)
          const expected = naive.place(order)
          expect({
            outcome: got.outcome,
            filled: got.filled,
            notional: got.notional,
            fee: got.fee,
          }).toEqual({
            outcome: expected.outcome,
            filled: Number(expected.filled),
            notional: Number(expected.notional),
            fee: Number(expected.fee),
          })
        } else if (each.kind === 'cancel') {
          exchange.cancel(each.owner, [orderId(`o${index - each.back}`)])
          naive.cancel(each.owner, `o${index - each.back}`)
        } else {
          const done = exchange[each.kind](each.owner, market.id, size(each.shares))
          expect(done.ok).toBe(naive[each.kind](each.owner, each.shares))
        }
        // The naive model settles at once.
        exchange.advanceTo(exchange.now())
        const [yes, no] = market.tokens.map((token) => exchange.book(token))
        expect(pairs(yes?.bids)).toEqual(naive.levels(0, 'bid'))
        expect(pairs(yes?.asks)).toEqual(naive.levels(0, 'ask'))
        expect(pairs(no?.bids)).toEqual(naive.levels(1, 'bid'))
        expect(pairs(no?.asks)).toEqual(naive.levels(1, 'ask'))
        expect((yes?.bids[0]?.price ?? -1) < (yes?.asks[0]?.price ?? 10_001)).toBe(true)
        for (const owner of owners) checkOwner(exchange, market, owner, naive.balances(owner))
        const { cash, locked, fees } = exchange.audit()
        expect(cash + locked + fees).toBe(deposited * owners.length)
        expect(fees).toBe(naive.fees())
        expect(locked).toBe(naive.sets())
      })
    }),
    { numRuns: 150 },
  )
})

const checkOwner = (
  exchange: SimExchange,
  market: SimMarket,
  owner: string,
  expected: NaiveBalances,
): void => {
  const { cash, reserved, holdings, reservedHoldings } = exchange.balances(owner)
  const got = {
    cash,
    reserved,
    shares: market.tokens.map((token) => holdings.get(token) ?? 0),
    reservedShares: market.tokens.map((token) => reservedHoldings.get(token) ?? 0),
  }
  expect(got).toEqual(expected)
  expect(cash - reserved).toBeGreaterThanOrEqual(0)
  got.shares.forEach((shares, outcome) => {
    expect(shares).toBeGreaterThanOrEqual(got.reservedShares[outcome] ?? 0)
  })
}

test('the change events alone rebuild both books, mirrored, whatever happens', () => {
  fc.assert(
    fc.property(fc.array(command, { minLength: 10, maxLength: 60 }), (commands) => {
      const { exchange, market } = set()
      const books = new Map<string, number>()
      exchange.subscribe((event: ExchangeEvent) => {
        if (event.type !== 'book-changed') return
        for (const { token, side, price: at, size: shares } of event.changes) {
          const key = `${market.tokens.indexOf(token)} ${side} ${at}`
          if (shares === 0) books.delete(key)
          else books.set(key, shares)
        }
      })
      for (const owner of owners) {
        exchange.deposit(owner, usd(deposited))
        exchange.split(owner, market.id, size(80_000_000))
      }
      commands.forEach((each, index) => {
        if (each.kind === 'place') {
          exchange.place({
            ...each,
            id: orderId(`o${index}`),
            token: market.tokens[each.token],
            shares: size(each.shares),
            limit: price(each.limit),
            postOnly: false,
          })
        } else if (each.kind === 'cancel') exchange.cancel(each.owner, 'all')
      })
      const expected = new Map<string, number>()
      market.tokens.forEach((token, outcome) => {
        const book = exchange.book(token)
        for (const { price: at, size: shares } of book?.bids ?? []) {
          expected.set(`${outcome} bid ${at}`, shares)
          expect(books.get(`${1 - outcome} ask ${10_000 - at}`)).toBe(shares)
        }
        for (const level of book?.asks ?? [])
          expected.set(`${outcome} ask ${level.price}`, level.size)
      })
      expect([...books].sort()).toEqual([...expected].sort())
    }),
    { numRuns: 100 },
  )
})
