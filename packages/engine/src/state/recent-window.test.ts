import { timeMs } from '@bot/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createRecentWindow } from './recent-window.js'

test('a window returns exactly the points of the asked seconds', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 3_000 }), { maxLength: 600 }),
      fc.integer({ min: 1, max: 60 }),
      (steps, seconds) => {
        const window = createRecentWindow<{ at: ReturnType<typeof timeMs>; n: number }>(60, 0)
        let at = 1_000_000
        const all = steps.map((step, n) => {
          at += step
          const point = { at: timeMs(at), n }
          window.add(point)
          return point
        })
        expect(window.since(timeMs(at), seconds)).toEqual(
          all.filter((point) => point.at >= at - seconds * 1000),
        )
      },
    ),
  )
})

test('points closer than the spacing replace each other', () => {
  const window = createRecentWindow<{ at: ReturnType<typeof timeMs>; n: number }>(60, 1_000)
  for (const [at, n] of [
    [10_000, 1],
    [10_400, 2],
    [10_900, 3],
    [11_000, 4],
  ] as const) {
    window.add({ at: timeMs(at), n })
  }
  expect(window.since(timeMs(11_000), 60).map((point) => point.n)).toEqual([3, 4])
})
