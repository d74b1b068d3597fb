import { timeMs } from '@bot/core'
import { buildView } from '@bot/core/testing'
import { expect, test } from 'vitest'
import { createEquityHistory } from './equity-history.js'

test('equity is sampled every five seconds', () => {
  const history = createEquityHistory()
  for (let second = 0; second <= 20; second++) history.sample(timeMs(second * 1_000), buildView())
  expect(history.points()).toEqual(
    [0, 5, 10, 15, 20].map((second) => ({ at: second * 1_000, usd: 1_000 })),
  )
})

test('a long run stays small, from its beginning to now', () => {
  const history = createEquityHistory()
  const week = 7 * 86_400
  for (let second = 0; second <= week; second += 60)
    history.sample(timeMs(second * 1_000), buildView())
  const points = history.points()
  expect(points.length).toBeLessThan(720)
  expect(points.length).toBeGreaterThan(300)
  expect(points[0]?.at).toBe(0)
  expect(points.at(-1)?.at).toBeGreaterThan(week * 990)
})
