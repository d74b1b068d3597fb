import { expect, test } from 'vitest'
import type { EventScore } from './event-score.js'
import { normalAbove } from './normal.js'
import { scoreTail } from './tail-score.js'

const eventsOf = (count: number, wins: number, chance: number): readonly EventScore[] =>
  Array.from({ length: count }, (_, index) => ({
    category: 'c',
    at: index,
    bets: 1,
    chances: [chance],
    fee: 0,
    edge: (index < wins ? 1 : 0) - chance,
    plainEdge: 0,
  }))

/** The exact probability of at least so many wins. */
const binomialTail = (count: number, wins: number, chance: number): number => {
  let sum = 0
  let term = (1 - chance) ** count
  for (let k = 0; k <= count; k++) {
    if (k >= wins) sum += term
    term *= ((count - k) / (k + 1)) * (chance / (1 - chance))
  }
  return sum
}

test.each([
  [100, 15, 0.05],
  [100, 9, 0.05],
  [40, 30, 0.5],
  [200, 130, 0.5],
  [300, 200, 0.6],
  [100, 99, 0.95],
  [60, 20, 0.5],
])(
  'of %d bets %d won at a chance of %d: the tail is that of the exact count',
  (count, wins, chance) => {
    const tail = normalAbove(scoreTail(eventsOf(count, wins, chance), 0, 1).score)
    const exact = binomialTail(count, wins, chance)
    expect(Math.abs(Math.log(tail / exact))).toBeLessThan(0.1)
  },
)

test('thirty favourites that all won are no proof, and stay finite', () => {
  const tail = normalAbove(scoreTail(eventsOf(30, 30, 0.95), 0.01, 1).score)
  expect(tail).toBeGreaterThan(0.15)
  expect(tail).toBeLessThan(0.35)
})

test('bets that win together prove less than bets that win alone, and doubt of the curve takes more away', () => {
  const pairs = Array.from(
    { length: 50 },
    (_, index): EventScore => ({
      category: 'c',
      at: index,
      bets: 2,
      chances: [0.5, 0.4],
      fee: 0,
      edge: (index < 34 ? 1 : 0) - 0.45,
      plainEdge: 0,
    }),
  )
  const scores = [0, 0.5, 1].map((together) => scoreTail(pairs, 0, together).score)
  expect(scores).toEqual([...scores].sort((a, b) => b - a))
  expect(scoreTail(pairs, 10, 1).score).toBeLessThan(scores[2] ?? 0)
})
