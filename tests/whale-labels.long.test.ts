import type { LabelRules } from '@bot/whale-tracker'
import { expect, test } from 'vitest'
import {
  countLabels,
  findSkilled,
  LABEL_QUESTIONS,
  type LabelCounts,
  readPopulation,
  scoreLabel,
} from './fixtures/judge-labels.js'
import { meanOf } from './fixtures/judge-population.js'
import { confusionTable, scoreRow, scoreTable } from './fixtures/label-table.js'

const SEEDS = Number(process.env['LONG_SEEDS'] ?? 10)
const POPULATION = { wallets: 2_000, skilled: 0.04, edges: [0.1, 0.15] }
const BARS: readonly Partial<LabelRules>[] = [
  {},
  { sideBalance: 0.01 },
  { sideBalance: 0.2 },
  { twoSidedShare: 0.3 },
  { twoSidedShare: 0.7 },
  { leastMarkets: 3 },
  { leastMarkets: 10 },
  { turnoverShare: 0.3 },
  { turnoverShare: 0.7 },
  { setShare: 0.3 },
  { setShare: 0.7 },
  { pairShare: 0.1 },
  { pairShare: 0.5 },
  { leastPairs: 3 },
  { leastPairs: 10 },
]
const print = (...lines: readonly string[]): void =>
  void process.stdout.write(`${lines.join('\n')}\n\n`)
const head = (first: string, labels: readonly string[]): readonly string[] => [
  `| ${first} | ${labels.join(' | ')} |`,
  `| --- |${' ---: |'.repeat(labels.length)}`,
]

test(`labels over ${SEEDS} populations, by label and by bar; and what the evidence finds in trades alone`, () => {
  const all: LabelCounts = new Map()
  const each: LabelCounts[] = []
  const byBar = BARS.map((): LabelCounts => new Map())
  const shares: number[] = []
  const found: number[] = []
  for (let seed = 1; seed <= SEEDS; seed++) {
    const population = readPopulation({ seed, ...POPULATION })
    countLabels(all, population)
    each.push(countLabels(new Map(), population))
    for (const [index, bar] of BARS.entries()) countLabels(byBar[index] ?? all, population, bar)
    const skill = findSkilled(population)
    shares.push(skill.found === 0 ? 0 : skill.wrong / skill.found)
    found.push(skill.found / population.skilled.size)
  }
  print(confusionTable(all))
  print(scoreTable(each))
  print(
    ...head('bar', LABEL_QUESTIONS),
    ...BARS.map((bar, index) => {
      const name = JSON.stringify(bar).replace(/[{}"]/g, '') || 'as they are'
      return scoreRow(name, byBar[index] ?? all, LABEL_QUESTIONS)
    }),
  )
  const [wrong, power] = [meanOf(shares), meanOf(found)]
  print(
    `evidence from trades: false ${wrong.mean} ± ${wrong.error}, power ${power.mean} ± ${power.error}`,
  )
  for (const label of LABEL_QUESTIONS) {
    expect(scoreLabel(all, label).precision).toBeGreaterThan(0.9)
    expect(scoreLabel(all, label).recall).toBeGreaterThan(0.6)
  }
  expect(wrong.mean).toBeLessThanOrEqual(0.05 + wrong.error)
}, 3_600_000)

test('who hides better is found less: recall by how much is washed and how often sybils share a second', () => {
  const labels = ['wash', 'coordinated']
  const rows = [0.7, 0.5, 0.3, 0.2].flatMap((share) => {
    const counts: LabelCounts = new Map()
    for (let seed = 1; seed <= Math.min(3, SEEDS); seed++) {
      const habits = { washed: share, sameSecond: share }
      countLabels(counts, readPopulation({ seed, wallets: 1_000, skilled: 0 }, habits))
    }
    expect(scoreLabel(counts, 'any').precision).toBeGreaterThan(0.85)
    return [scoreRow(`${share * 100} %`, counts, labels)]
  })
  print(...head('washed; in one second', labels), ...rows)
}, 3_600_000)
