import { createLedger, parseUsd } from '@bot/core'
import { describe, expect, test } from 'vitest'
import { checkLimits, FIRST_SYSTEM_LIMITS } from './risk-limits.js'
import { AGGRESSIVE_SIZING, type SizingInput, sizeInUsd } from './sizing.js'

const calm: SizingInput = {
  confidence: 1,
  edge: 0.1,
  priceNow: 0.5,
  losingStreak: 0,
  todaysLoss: 0,
  ledger: createLedger(parseUsd('400')),
}
const first = (parts: Partial<SizingInput>) =>
  sizeInUsd({ kind: 'first-system' }, FIRST_SYSTEM_LIMITS, { ...calm, ...parts })

describe("the first system's size", () => {
  test.each<[Partial<SizingInput>, string]>([
    [{}, '50'],
    [{ confidence: 0.7 }, '35'],
    [{ losingStreak: 2 }, '40'],
    [{ losingStreak: 9 }, '25'],
    [{ todaysLoss: 50_000_000 }, '25'],
    [{ todaysLoss: 99_000_000 }, '15'],
    [{ todaysLoss: -50_000_000 }, '50'],
    [{ confidence: 0.5, losingStreak: 5, todaysLoss: 100_000_000 }, '3.75'],
    [{ confidence: 3 }, '50'],
  ])('of %o is %s dollars', (parts, dollars) => {
    expect(first(parts)).toBe(parseUsd(dollars))
  })
})

describe('the aggressive size', () => {
  const aggressive = (parts: Partial<SizingInput>, limit = '1000') =>
    sizeInUsd(
      AGGRESSIVE_SIZING,
      { ...FIRST_SYSTEM_LIMITS, maxPositionUsd: parseUsd(limit) },
      {
        ...calm,
        ...parts,
      },
    )

  test('is a tenth of equity, less where a quarter of Kelly is less', () => {
    expect(aggressive({ edge: 0.4 })).toBe(parseUsd('40'))
    expect(aggressive({ edge: 0.1 })).toBe(parseUsd('20'))
    expect(aggressive({ edge: -0.1 })).toBe(0)
  })

  test('is never above the position limit', () => {
    expect(aggressive({ edge: 0.4 }, '30')).toBe(parseUsd('30'))
  })
})

describe('limits', () => {
  test.each([
    ['maxOpenPositions', 2.5],
    ['maxPositionUsd', Number.NaN],
    ['minConfidence', 1.1],
    ['lossStreakPauseLimit', 0],
    ['basketMaxUsd', undefined],
  ])('%s may not be %s', (name, value) => {
    expect(() => checkLimits({ ...FIRST_SYSTEM_LIMITS, [name]: value })).toThrow(name)
  })
})
