import { expect, test } from 'vitest'
import {
  countLabels,
  findSkilled,
  LABEL_QUESTIONS,
  readPopulation,
  scoreLabel,
} from './fixtures/judge-labels.js'

const population = readPopulation({ seed: 1, wallets: 600, skilled: 0.04, edges: [0.15] })

test('makers, washers and sybils are recognised by their trades alone, and hardly anyone else', () => {
  const counts = countLabels(new Map(), population)
  for (const label of LABEL_QUESTIONS) {
    const { precision, recall } = scoreLabel(counts, label)
    expect(precision).toBeGreaterThan(0.85)
    expect(recall).toBeGreaterThan(0.6)
  }
  const labels = population.tracker.labels()
  for (const wallet of population.skilled) expect(labels.get(wallet)).toBeUndefined()
})

test('with bets, gaps and labels read out of trades the evidence still finds skill and little luck', () => {
  const { found, wrong } = findSkilled(population)
  expect(found).toBeGreaterThan(3)
  expect(wrong).toBeLessThanOrEqual(1)
})
