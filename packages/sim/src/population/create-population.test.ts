import { isBotError } from '@bot/core'
import { expect, test } from 'vitest'
import { createPopulation } from './create-population.js'
import type { PlantedBet } from './population-options.js'

const SMALL = { seed: 3, wallets: 600, skilled: 0.2, edges: [0.1] }

test('the same seed gives the same population, another one another', () => {
  expect(createPopulation(SMALL)).toEqual(createPopulation(SMALL))
  expect(createPopulation({ ...SMALL, seed: 4 })).not.toEqual(createPopulation(SMALL))
})

const { wallets, bets } = createPopulation(SMALL)
const byRole = (role: string): readonly PlantedBet[] => {
  const names = new Set(wallets.filter((each) => each.role === role).map(({ wallet }) => wallet))
  return bets.filter(({ wallet }) => names.has(wallet))
}
const rate = (of: readonly PlantedBet[]) => of.filter(({ payout }) => payout > 0).length / of.length
const price = (of: readonly PlantedBet[]) =>
  of.reduce((sum, { cost, shares }) => sum + cost / shares, 0) / of.length

test('skilled wallets win more than they pay for by their edge, lucky ones do not', () => {
  expect(rate(byRole('skilled')) - price(byRole('skilled'))).toBeGreaterThan(0.07)
  expect(rate(byRole('skilled')) - price(byRole('skilled'))).toBeLessThan(0.13)
  expect(Math.abs(rate(byRole('lucky')) - price(byRole('lucky')))).toBeLessThan(0.03)
})

test('favourites are worth more than they cost, long shots less', () => {
  expect(rate(byRole('favourite-buyer'))).toBeGreaterThan(price(byRole('favourite-buyer')))
  expect(rate(byRole('long-shot-buyer'))).toBeLessThan(price(byRole('long-shot-buyer')))
  expect(price(byRole('favourite-buyer'))).toBeGreaterThan(0.8)
})

test('market makers hold both sides, sybils what their leader holds', () => {
  const maker = wallets.find(({ role }) => role === 'market-maker')?.wallet
  const pairs = bets.filter(({ wallet }) => wallet === maker)
  for (let i = 0; i + 1 < pairs.length; i += 2) {
    const [one, other] = [pairs[i], pairs[i + 1]]
    expect(one?.event).toBe(other?.event)
    expect((one?.payout ?? 0) > 0).not.toBe((other?.payout ?? 0) > 0)
  }
  const sybil = wallets.find(({ leader }) => leader !== undefined)
  const of = (name: string | undefined) =>
    bets.filter(({ wallet }) => wallet === name).map(({ event, cost }) => [event, cost])
  expect(of(sybil?.wallet)).toEqual(of(sybil?.leader))
})

test('a population that cannot be is refused', () => {
  for (const options of [
    { seed: 1, wallets: 10 },
    { seed: 1, skilled: 0.9 },
  ]) {
    try {
      createPopulation(options)
      expect.unreachable()
    } catch (thrown) {
      expect(isBotError(thrown, 'invalid-argument')).toBe(true)
    }
  }
})
