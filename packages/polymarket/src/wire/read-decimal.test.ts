import { formatDecimal, parseDecimal } from '@bot/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readDecimal } from './read-decimal.js'

const slow = (text: string | number, scale: number): number => {
  try {
    return Math.max(-1, parseDecimal(text, scale))
  } catch {
    return -1
  }
}

test('reads every decimal text as core does, and refuses what core refuses', () => {
  const text = fc.oneof(
    fc.stringMatching(/^-?\d{0,17}(\.\d{0,8})?(e[+-]?\d)?$/),
    fc.constantFrom(
      '',
      '.',
      '-',
      '.5',
      '5.',
      '00.40',
      '1e-3',
      '+1',
      ' 1',
      '1 ',
      '٣',
      '9007199254740993',
    ),
    fc.string({ maxLength: 6 }),
  )
  fc.assert(
    fc.property(text, fc.integer({ min: 0, max: 6 }), (value, scale) => {
      expect(readDecimal(value, scale)).toBe(slow(value, scale))
    }),
    { numRuns: 2_000 },
  )
})

test('reads back what core writes', () => {
  fc.assert(
    fc.property(fc.nat(2_000_000_000_000), (units) => {
      expect(readDecimal(formatDecimal(units, 6), 6)).toBe(units)
    }),
  )
})

test('reads JSON numbers through their shortest text and nothing else', () => {
  expect(readDecimal(0.001, 4)).toBe(10)
  expect(readDecimal(1e-7, 6)).toBe(-1)
  for (const value of [undefined, null, true, [], {}, Number.NaN, -1]) {
    expect(readDecimal(value, 4)).toBe(-1)
  }
})
