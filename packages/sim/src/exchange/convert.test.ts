import { type MarketId, size, timeMs, type Usd, usd } from '@bot/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createExchange } from './create-exchange.js'
import type { SimMarket } from './sim-market.js'

const START = timeMs(1_700_000_000_000)

/** A group whose every market ann split `shares` of. */
const group = (count: number, feeBips: number, shares: number) => {
  const exchange = createExchange({ start: START, settlement: { minedMs: 0 } })
  const event = {
    id: 'e',
    slug: 'e',
    title: 'E',
    negRisk: { group: '0xg', augmented: false, feeBips },
  }
  const endsAt = timeMs(START + 1e9)
  const markets = Array.from({ length: count }, (_, index): SimMarket => {
    const slug = `m${index}`
    return exchange.createMarket({ slug, question: slug, event, endsAt })
  })
  exchange.deposit('ann', usd(count * shares))
  for (const { id } of markets) exchange.split('ann', id, size(shares))
  return { exchange, markets }
}

const ids = (markets: readonly SimMarket[]): MarketId[] => markets.map(({ id }) => id)

test('one NO becomes YES of each other market and no dollar', () => {
  const { exchange, markets } = group(3, 0, 10)
  expect(exchange.convert('ann', ids(markets.slice(0, 1)), size(10))).toMatchObject({ cash: 0 })
  const { holdings } = exchange.balances('ann')
  expect(markets.map(({ tokens }) => tokens.map((token) => holdings.get(token) ?? 0))).toEqual([
    [10, 0],
    [20, 10],
    [20, 10],
  ])
})

test('NO of all markets become dollars alone, one less than there are markets', () => {
  const { exchange, markets } = group(4, 0, 10)
  expect(exchange.convert('ann', ids(markets), size(10))).toMatchObject({ ok: true, cash: 30 })
  const { holdings } = exchange.balances('ann')
  expect(markets.map(({ tokens }) => tokens.map((token) => holdings.get(token) ?? 0))).toEqual(
    markets.map(() => [10, 0]),
  )
})

test('whatever is converted, at whatever fee, every outcome pays out to the micro-dollar', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 6 }),
      fc.nat(),
      fc.nat(),
      fc.constantFrom(0, 0, 1, 50, 333, 10_000),
      fc.integer({ min: 1, max: 1_000_000 }),
      (count, some, winner, feeBips, shares) => {
        const { exchange, markets } = group(count, feeBips, shares)
        const named = markets.slice(0, 1 + (some % count))
        const result = exchange.convert('ann', ids(named), size(shares))
        const kept = shares - Math.floor((shares * feeBips) / 10_000)
        expect(result).toMatchObject({ ok: true, cash: (named.length - 1) * kept })
        const last = markets.at(-1)
        if (last !== undefined && named.length < count) {
          expect(exchange.balances('ann').holdings.get(last.tokens[0])).toBe(shares + kept)
        }
        markets.forEach(({ id }, index) => {
          exchange.resolve(id, index === winner % count ? [1_000_000, 0] : [0, 1_000_000])
        })
        exchange.redeem('ann', ids(markets))
        const total = (count * shares) as Usd
        expect(exchange.audit()).toEqual({ cash: total, locked: 0, fees: 0 })
        const vault = exchange.balances('neg-risk-vault')
        expect(exchange.balances('ann').cash + vault.cash).toBe(total)
        if (feeBips === 0) expect(vault.cash).toBe(0)
      },
    ),
    { numRuns: 200 },
  )
})
