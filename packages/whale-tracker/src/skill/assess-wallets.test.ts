import { createSeededRandom } from '@bot/core'
import { expect, test } from 'vitest'
import { assessWallets } from './assess-wallets.js'
import { qValues } from './false-discovery.js'
import type { SkillBet } from './skill-bet.js'

const betOf = (wallet: string, index: number, price: number, won: boolean): SkillBet => ({
  wallet,
  event: `e${index}`,
  category: index % 2 === 0 ? 'sports' : 'politics',
  firstAt: index,
  shares: 100_000_000,
  cost: Math.round(price * 100_000_000),
  fee: 1_000_000,
  payout: won ? 100_000_000 : 0,
})

/** A crowd whose bets win as often as their prices say, and a wallet `sharp` that wins `edge` more often. */
const populationOf = (edge: number): SkillBet[] => {
  const random = createSeededRandom(7)
  const bets: SkillBet[] = []
  for (let wallet = 0; wallet < 60; wallet++) {
    for (let i = 0; i < 60; i++) {
      const price = 0.1 + 0.8 * random()
      bets.push(betOf(`w${wallet}`, wallet * 100 + i, price, random() < price))
    }
  }
  for (let i = 0; i < 300; i++) {
    const price = 0.3 + 0.4 * random()
    bets.push(betOf('sharp', 10_000 + i, price, random() < price + edge))
  }
  return bets
}
const skillOf = (bets: readonly SkillBet[], wallet: string) =>
  assessWallets({ bets }).wallets.find((each) => each.wallet === wallet)

test('a wallet that knows more is found; fees and shrinkage keep its edge below what it made', () => {
  const sharp = skillOf(populationOf(0.15), 'sharp')
  const { evidence } = sharp ?? {}
  expect(sharp).toMatchObject({ standing: 'assessed', bets: 300, events: 300 })
  expect(evidence?.q).toBeLessThan(0.01)
  expect(evidence?.posterior.low).toBeGreaterThan(0)
  expect(evidence?.posterior.skilled).toBeGreaterThan(0.99)
  expect(evidence?.posterior.mean).toBeLessThan(evidence?.edge ?? 0)
  expect(evidence?.plainEdge).toBeCloseTo(0.14, 1)
  expect(evidence?.categories.map(({ category }) => category).sort()).toEqual([
    'politics',
    'sports',
  ])
  expect(evidence?.decay.earlier.events).toBe(150)
  expect(skillOf(populationOf(0), 'sharp')?.evidence?.q).toBeGreaterThan(0.5)
})

test('the same bets give the same report', () => {
  expect(assessWallets({ bets: populationOf(0.1) })).toEqual(
    assessWallets({ bets: populationOf(0.1) }),
  )
})

test('too few bets or events, a cut history and labels are named and give no number', () => {
  const few = Array.from({ length: 29 }, (_, i) => betOf('few', i, 0.4, true))
  const narrow = Array.from({ length: 40 }, (_, i) => ({ ...betOf('narrow', i % 9, 0.4, true) }))
  const cut = Array.from({ length: 40 }, (_, i) => ({
    ...betOf('cut', i, 0.4, true),
    walletTruncated: i === 0,
  }))
  const gaps = Array.from({ length: 50 }, (_, i) => ({
    ...betOf('gaps', i, 0.4, true),
    truncated: i < 11,
  }))
  const lone = Array.from({ length: 40 }, () => betOf('lone', 1, 0.4, true))
  const maker = Array.from({ length: 40 }, (_, i) => betOf('maker', i, 0.4, true))
  const labels = new Map([['maker', [{ label: 'market-maker' }]]])
  const report = assessWallets({
    bets: [...few, ...narrow, ...cut, ...gaps, ...lone, ...maker],
    labels,
  })
  expect(report.wallets.map(({ wallet, standing, reason }) => [wallet, standing, reason])).toEqual([
    ['few', 'withheld', '29 of 30 resolved bets'],
    ['narrow', 'withheld', '9 of 10 events'],
    ['cut', 'withheld', 'its history is cut off'],
    ['gaps', 'withheld', 'its history is cut off'],
    ['lone', 'withheld', 'one event of 10 needed'],
    ['maker', 'separated', 'market-maker'],
  ])
  expect(report.wallets.every(({ evidence }) => evidence === undefined)).toBe(true)
  expect(report.wallets[0]?.firstSystem).toMatchObject({ wins: 29, winRate: 1, passes: true })
})

test('a gap in one market leaves out that bet and not the wallet', () => {
  const bets = Array.from({ length: 50 }, (_, i) => ({
    ...betOf('gap', i, 0.4, true),
    truncated: i < 10,
  }))
  const [skill] = assessWallets({ bets }).wallets
  expect(skill).toMatchObject({ standing: 'assessed', bets: 40, truncated: 10, events: 40 })
})

test('hedged bets are counted apart; exits are a number of their own', () => {
  const bets = [
    ...populationOf(0),
    { ...betOf('w0', 50_000, 0.5, true), hedged: true },
    { ...betOf('w0', 50_001, 0.5, false), soldEarly: { shares: 50_000_000, proceeds: 20_000_000 } },
  ]
  expect(skillOf(bets, 'w0')).toMatchObject({
    bets: 61,
    hedged: 1,
    exits: { shares: 50_000_000, gainPerShare: 0.4 },
  })
})

test('a bias that everyone gets is no skill: favourites that are worth more than they cost', () => {
  const random = createSeededRandom(3)
  const bets: SkillBet[] = []
  for (let wallet = 0; wallet < 100; wallet++) {
    for (let i = 0; i < 100; i++) {
      bets.push(betOf(`w${wallet}`, wallet * 100 + i, 0.88, random() < 0.95))
    }
  }
  const report = assessWallets({ bets })
  const plain = report.wallets.map(({ evidence }) => evidence?.plainEdge ?? 0)
  expect(plain.reduce((sum, each) => sum + each, 0) / 100).toBeCloseTo(0.06, 1)
  expect(report.wallets.filter(({ evidence }) => (evidence?.q ?? 1) <= 0.05)).toEqual([])
})

test('q-values are those of Benjamini and Hochberg', () => {
  const values = qValues([0.01, 0.02, 0.03, 0.5, 0.001])
  const expected = [0.025, 0.1 / 3, 0.0375, 0.5, 0.005]
  for (const [index, value] of values.entries()) expect(value).toBeCloseTo(expected[index] ?? 0, 9)
})
