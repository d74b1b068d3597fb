import { size, usd } from '@bot/core'
import { expect, test } from 'vitest'
import { profitWithin } from './score-planted.js'

const step = (shares: number, cost: number, profit: number) => ({
  shares: size(shares * 1e6),
  cost: usd(cost * 1e6),
  profit: usd(profit * 1e6),
})
const plant = { steps: [step(50, 45, 5), step(100, 95, 5.5)] }
const within = (dollars: number, least = 5): number =>
  profitWithin(plant, { usd: usd(dollars * 1e6), least: size(least * 1e6) })

test('what fits is a part of the level that the money ends in', () => {
  expect(within(100)).toBe(5.5)
  expect(within(45)).toBe(5)
  expect(within(70)).toBe(5.25)
  expect(within(9)).toBe(1)
})

test('fewer shares than the venue takes earn nothing, nor does a level that costs more than it pays', () => {
  expect(within(4)).toBe(0)
  expect(within(0)).toBe(0)
  const losing = { steps: [step(50, 45, 5), step(100, 97, 3)] }
  expect(profitWithin(losing, { usd: usd(97_000_000), least: size(5_000_000) })).toBe(5)
})
