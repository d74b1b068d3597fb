import { timeMs } from '@bot/core'
import { expect, test } from 'vitest'
import { crossCheck } from './cross-check.js'

const datum = (
  source: string,
  prices: Record<string, number>,
  state: 'live' | 'cached' = 'live',
) => ({
  value: new Map(Object.entries(prices)),
  provenance: { source, ageMs: 0, state, simulated: false },
  readAt: timeMs(0),
})
const options = { distance: (a: number, b: number) => Math.abs(a - b), tolerance: 0.02 }

test('prices further apart than the tolerance disagree', () => {
  const found = crossCheck(
    datum('gamma', { a: 0.5, b: 0.5, c: 0.5 }),
    datum('clob', { a: 0.51, b: 0.6 }),
    options,
  )
  expect(found.map(({ key, sources }) => [key, ...sources])).toEqual([['b', 'gamma', 'clob']])
})

test('data that is not live is not compared', () => {
  expect(
    crossCheck(datum('gamma', { a: 0.1 }, 'cached'), datum('clob', { a: 0.9 }), options),
  ).toEqual([])
})
