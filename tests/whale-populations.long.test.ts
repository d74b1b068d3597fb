import { createPopulation } from '@bot/sim'
import { expect, test } from 'vitest'
import {
  addFindings,
  judgePopulation,
  METHODS,
  type MethodScore,
  meanOf,
} from './fixtures/judge-population.js'
import { populationTable } from './fixtures/population-table.js'

const SEEDS = Number(process.env['LONG_SEEDS'] ?? 40)

test(`over ${SEEDS} populations of 20,000 wallets no more than 5 % of what is found is luck`, () => {
  const scores = new Map<string, MethodScore>()
  for (let seed = 1; seed <= SEEDS; seed++) {
    const population = createPopulation({ seed })
    addFindings(scores, population, judgePopulation(population))
  }
  process.stdout.write(`${populationTable([...scores.values()])}\n`)
  const shareOf = (method: string) => meanOf(scores.get(method)?.falseShares ?? [])
  const { mean, error } = shareOf(METHODS.evidence)
  expect(mean).toBeLessThanOrEqual(0.05 + error)
  expect(meanOf(scores.get(METHODS.evidence)?.found ?? []).mean).toBeGreaterThan(30)
  for (const method of [METHODS.firstSystem, METHODS.profitSame, METHODS.profitTop]) {
    expect(shareOf(method).mean).toBeGreaterThan(0.3)
  }
}, 7_200_000)
