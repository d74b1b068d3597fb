import { expect, test } from 'vitest'
import { readFeeSchedule } from './fee-schedule.js'

test('reads a complete schedule', () => {
  expect(readFeeSchedule({ rate: 0.07, exponent: 1, takerOnly: true })).toEqual({
    ratePpm: 70_000,
    exponent: 1,
    takerOnly: true,
  })
  expect(readFeeSchedule({ rate: 0, exponent: 0, takerOnly: false })).toMatchObject({ ratePpm: 0 })
})

test('rounds a rate finer than a millionth up, never down', () => {
  expect(readFeeSchedule({ rate: 0.0000001, exponent: 1, takerOnly: true })).toMatchObject({
    ratePpm: 1,
  })
})

test.each([
  null,
  undefined,
  {},
  { rate: 0.07, exponent: 1 },
  { rate: '0.07', exponent: 1, takerOnly: true },
  { rate: 0.07, exponent: 0.5, takerOnly: true },
  { rate: 0.07, exponent: 5, takerOnly: true },
  { rate: -0.01, exponent: 1, takerOnly: true },
  { rate: 7, exponent: 1, takerOnly: true },
  { rate: Number.NaN, exponent: 1, takerOnly: true },
])('anything else is unknown, so that nobody trades on it: %j', (fields) => {
  expect(readFeeSchedule(fields)).toBe('unknown')
})
