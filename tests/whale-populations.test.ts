import { createPopulation } from '@bot/sim'
import { assessWallets } from '@bot/whale-tracker'
import { expect, test } from 'vitest'
import {
  addFindings,
  judgePopulation,
  METHODS,
  type MethodScore,
  meanOf,
} from './fixtures/judge-population.js'

const SEEDS = [1, 2]
const POPULATION = { wallets: 1_500, skilled: 0.04, edges: [0.15] }

test('of what the evidence finds in planted populations at most 5 % is luck; win rate and profit are mostly wrong', () => {
  const scores = new Map<string, MethodScore>()
  for (const seed of SEEDS) {
    const population = createPopulation({ seed, ...POPULATION })
    addFindings(scores, population, judgePopulation(population))
  }
  const of = (method: string) => meanOf(scores.get(method)?.falseShares ?? [])
  const evidence = of(METHODS.evidence)
  expect(evidence.mean).toBeLessThanOrEqual(0.05 + evidence.error)
  expect(meanOf(scores.get(METHODS.evidence)?.found ?? []).mean).toBeGreaterThan(15)
  expect(of(METHODS.firstSystem).mean).toBeGreaterThan(0.7)
  expect(of(METHODS.profitTop).mean).toBeGreaterThan(0.3)
}, 60_000)

test('a population without any skill gives no skilled wallet', () => {
  const found = SEEDS.flatMap((seed) => {
    const { bets, wallets } = createPopulation({ seed, wallets: 1_000, skilled: 0 })
    const labels = new Map(
      wallets
        .filter(({ role }) => ['market-maker', 'washer', 'sybil'].includes(role))
        .map(({ wallet, role }) => [wallet, [{ label: role }]]),
    )
    return assessWallets({ bets, labels }).wallets.filter(
      ({ evidence }) => (evidence?.q ?? 1) <= 0.05,
    )
  })
  expect(found.length).toBeLessThanOrEqual(1)
}, 60_000)

test('chances of wallets without skill are at least as large as they say', () => {
  const { bets, wallets } = createPopulation({ seed: 5, wallets: 2_000, skilled: 0 })
  const report = assessWallets({ bets })
  for (const role of ['lucky', 'favourite-buyer', 'long-shot-buyer'] as const) {
    const names = new Set(wallets.filter((each) => each.role === role).map(({ wallet }) => wallet))
    const chances = report.wallets
      .filter(({ wallet }) => names.has(wallet))
      .flatMap(({ evidence }) => evidence?.chance ?? [])
    const below = chances.filter((chance) => chance < 0.05).length / chances.length
    expect(chances.length).toBeGreaterThan(100)
    expect(below).toBeLessThan(0.05 + 2 * Math.sqrt((0.05 * 0.95) / chances.length))
  }
}, 60_000)
