import { expect, test } from 'vitest'
import { wilsonInterval } from './wilson-interval.js'

test('ten wins of ten leave room for much less than certainty', () => {
  expect(wilsonInterval(10, 10).low).toBeCloseTo(0.7225, 3)
  expect(wilsonInterval(10, 10).high).toBeCloseTo(1, 6)
})

test('nothing tried says nothing', () => {
  expect(wilsonInterval(0, 0)).toEqual({ low: 0, high: 1 })
})
