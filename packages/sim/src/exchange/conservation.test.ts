import { type MarketId, orderId, price, size, timeMs, usd } from '@bot/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createExchange } from './create-exchange.js'
import type { SimExchange } from './exchange.js'

const START = 1_700_000_000_000
const owners = ['ann', 'bob', 'cat']
const deposited = 50_000_000
const total = (exchange: SimExchange): number => {
  const { cash, locked, fees } = exchange.audit()
  return cash + locked + fees
}

const groupAction = fc.record({
  kind: fc.constantFrom('split', 'split', 'merge', 'convert', 'convert', 'trade'),
  owner: fc.constantFrom(...owners),
  market: fc.nat({ max: 4 }),
  members: fc.uniqueArray(fc.nat({ max: 4 }), { minLength: 1, maxLength: 5 }),
  shares: fc.integer({ min: 1, max: 9_000_000 }),
  limit: fc.integer({ min: 1, max: 99 }),
})

test('splitting, converting and trading a group leaves exactly what every outcome pays', () => {
  fc.assert(
    fc.property(
      fc.array(groupAction, { maxLength: 40 }),
      fc.nat({ max: 4 }),
      fc.constantFrom(0, 0, 37),
      (actions, winner, feeBips) => {
        const exchange = createExchange({ start: timeMs(START) })
        const event = {
          id: 'e',
          slug: 'e',
          title: 'E',
          negRisk: { group: '0xg', augmented: false, feeBips },
        }
        const ids = ['a', 'b', 'c', 'd', 'e'].map(
          (slug) =>
            exchange.createMarket({ slug, question: slug, event, endsAt: timeMs(START + 1e9) }).id,
        )
        for (const owner of owners) exchange.deposit(owner, usd(deposited))
        actions.forEach((each, index) => {
          const id = ids[each.market] as MarketId
          const { owner } = each
          const shares = size(each.shares)
          if (each.kind === 'split') exchange.split(owner, id, shares)
          else if (each.kind === 'merge') exchange.merge(owner, id, shares)
          else if (each.kind === 'convert') {
            exchange.convert(
              owner,
              each.members.map((member) => ids[member] as MarketId),
              shares,
            )
          } else {
            const token = exchange.market(id)?.tokens[index % 2 === 0 ? 0 : 1]
            if (token === undefined) return
            exchange.place({
              id: orderId(`o${index}`),
              owner,
              token,
              side: index % 3 === 0 ? 'sell' : 'buy',
              shares: size(each.shares + 5_000_000),
              limit: price(each.limit * 100),
              tif: 'gtc',
              postOnly: false,
            })
          }
          expect(total(exchange)).toBe(deposited * owners.length)
          for (const { cash, reserved } of owners.map(exchange.balances)) {
            expect(cash).toBeGreaterThanOrEqual(reserved)
          }
        })
        ids.forEach((id, index) => {
          exchange.resolve(id, index === winner ? [1_000_000, 0] : [0, 1_000_000])
        })
        exchange.advanceTo(timeMs(exchange.now() + 2_000))
        for (const owner of owners) exchange.redeem(owner, ids)
        expect(exchange.audit()).toEqual({ cash: deposited * owners.length, locked: 0, fees: 0 })
      },
    ),
    { numRuns: 300 },
  )
})

const timedAction = fc.record({
  owner: fc.constantFrom(...owners),
  outcome: fc.constantFrom(0 as const, 1 as const),
  side: fc.constantFrom('buy' as const, 'buy' as const, 'sell' as const),
  limit: fc.integer({ min: 45, max: 55 }),
  shares: fc.integer({ min: 5_000_000, max: 20_000_000 }),
  waitMs: fc.integer({ min: 0, max: 400 }),
  cancels: fc.boolean(),
  expires: fc.boolean(),
})

test('a lagging matcher loses no money, and its books are sound again once it caught up', () => {
  let everCrossed = false
  fc.assert(
    fc.property(fc.array(timedAction, { minLength: 5, maxLength: 50 }), (actions) => {
      const exchange = createExchange({
        start: timeMs(START),
        expiryLeadMs: 0,
        leastLifeMs: 0,
        faults: { matcherLag: { chance: 0.6, millis: 500 } },
      })
      const fee = { ratePpm: 70_000, exponent: 1, takerOnly: true }
      const { id, tokens } = exchange.createMarket({
        slug: 'm',
        question: 'M?',
        fee,
        endsAt: timeMs(START + 1e9),
      })
      for (const owner of owners) {
        exchange.deposit(owner, usd(deposited))
        exchange.split(owner, id, size(20_000_000))
      }
      const isCrossed = (): boolean => {
        const book = exchange.book(tokens[0])
        return (book?.bids[0]?.price ?? 0) >= (book?.asks[0]?.price ?? 10_001)
      }
      actions.forEach((each, index) => {
        exchange.advanceTo(timeMs(exchange.now() + each.waitMs))
        exchange.place({
          id: orderId(`o${index}`),
          owner: each.owner,
          token: tokens[each.outcome],
          side: each.side,
          shares: size(each.shares),
          limit: price(each.limit * 100),
          tif: each.expires ? 'gtd' : 'gtc',
          postOnly: false,
          ...(each.expires ? { expiresAt: timeMs(exchange.now() + 900) } : {}),
        })
        if (each.cancels) exchange.cancel(each.owner, [orderId(`o${index - 2}`)])
        everCrossed ||= isCrossed()
        expect(total(exchange)).toBe(deposited * owners.length)
        for (const { cash, reserved } of owners.map(exchange.balances)) {
          expect(reserved).toBeGreaterThanOrEqual(0)
          expect(cash).toBeGreaterThanOrEqual(reserved)
        }
      })
      exchange.advanceTo(timeMs(exchange.now() + 500))
      expect(isCrossed()).toBe(false)
      exchange.advanceTo(timeMs(exchange.now() + 10_000))
      for (const owner of owners) exchange.cancel(owner, 'all')
      for (const { reserved, reservedHoldings } of owners.map(exchange.balances)) {
        expect(reserved).toBe(0)
        expect(reservedHoldings.size).toBe(0)
      }
    }),
    { numRuns: 300 },
  )
  expect(everCrossed).toBe(true)
})
