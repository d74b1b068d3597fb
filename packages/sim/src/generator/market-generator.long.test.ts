import { type MarketId, timeMs } from '@bot/core'
import { expect, test } from 'vitest'
import { createExchange } from '../exchange/create-exchange.js'
import { createMarketGenerator } from './create-market-generator.js'

const START = 1_700_000_000_000
const MINUTE = 60_000

test('informed wallets win about as often as their skill says, and prices come true as often as they say', () => {
  const scale = { binaries: 0, shorts: 25, pairs: 0, exhaustive: 0, augmented: 0 }
  const shortLifeMs = { least: 30_000, most: 60_000 }
  const exchange = createExchange({ start: timeMs(START), seed: 1 })
  const generator = createMarketGenerator({
    exchange,
    seed: 7,
    scale,
    shortLifeMs,
    plantEveryMs: 0,
    tickMs: 1_000,
  })
  const early = new Map<MarketId, number>()
  for (let minute = 0.5; minute <= 25; minute += 0.5) {
    generator.step(timeMs(START + minute * MINUTE))
    for (const [id, value] of generator.fairValues()) if (!early.has(id)) early.set(id, value)
  }
  const resolved = exchange.markets().filter((market) => market.payouts !== undefined)
  expect(resolved.length).toBeGreaterThan(400)
  const expected = resolved.reduce((sum, { id }) => sum + (early.get(id) ?? 0.5), 0)
  const came = resolved.filter(({ payouts }) => (payouts?.[0] ?? 0) > 0).length
  expect(Math.abs(came - expected) / Math.sqrt(resolved.length)).toBeLessThan(1.5)
  const bets = { right: 0, all: 0, expected: 0 }
  for (const { address, skill, role } of generator.wallets()) {
    if (role !== 'informed' || skill === undefined) continue
    const picked = new Map(
      exchange.trades({ owner: address }).map(({ market, taker }) => [market, taker.token]),
    )
    for (const [id, token] of picked) {
      const market = exchange.market(id)
      const payout = market?.payouts?.[market.tokens.indexOf(token)]
      if (payout === undefined) continue
      bets.all += 1
      bets.expected += skill
      bets.right += payout > 0 ? 1 : 0
    }
  }
  expect(bets.all).toBeGreaterThan(100)
  // Bets are only made while the price is below 0.85, which leaves out some that were about to be right.
  expect(bets.right / bets.all).toBeGreaterThan(0.55)
  expect(bets.right).toBeLessThan(bets.expected + 3 * Math.sqrt(bets.all))
}, 120_000)
