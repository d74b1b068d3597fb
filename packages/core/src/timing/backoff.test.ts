import fc from 'fast-check'
import { expect, test } from 'vitest'
import { backoffMs } from './backoff.js'

const options = { baseMs: 100, maxMs: 5_000 }

test('doubles with each try and stops at the most', () => {
  const longest = [0, 1, 2, 3, 4, 5, 6, 1_000].map((attempt) => backoffMs(attempt, 1, options))
  expect(longest).toEqual([100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000])
})

test('lies between half and all of the full delay', () => {
  fc.assert(
    fc.property(fc.nat(100), fc.double({ min: 0, max: 1, noNaN: true }), (attempt, unit) => {
      const full = backoffMs(attempt, 1, options)
      const delay = backoffMs(attempt, unit, options)
      expect(delay).toBeGreaterThanOrEqual(full / 2)
      expect(delay).toBeLessThanOrEqual(full)
    }),
  )
})
