import { isBotError, parsePrice, timeMs } from '@bot/core'
import { strategyCases } from '@bot/core/testing'
import { expect, test } from 'vitest'
import { createVolatilityScalpStrategy } from './create-volatility-scalp-strategy.js'
import { bought, evaluateAt, NOW, viewOf } from './fixtures/sample-market.js'

const strategy = createVolatilityScalpStrategy()
for (const each of strategyCases) {
  test(`volatility scalp ${each.name}`, () => each.run(async () => createVolatilityScalpStrategy()))
}

test('rests at the bid of a wide spread, with its target 5 % under the ask', () => {
  const found = evaluateAt(strategy, { bid: '0.4', ask: '0.46' })
  expect(found).toMatchObject([
    {
      kind: 'signal',
      side: 'buy',
      entry: 'rest',
      token: 'm-yes',
      limit: parsePrice('0.4'),
      target: parsePrice('0.44'),
      stop: parsePrice('0.39'),
      wanted: 'max',
      expiresAt: NOW + 60_000,
    },
  ])
  const [signal] = found
  if (signal?.kind !== 'signal') throw new Error('expected a signal')
  expect(signal.measured['spreadPercent']).toBeCloseTo((6 / 43) * 100, 9)
  expect(signal.edgePerShare).toBeCloseTo(0.04, 9)
})

test('a spread below the floor gives nothing; one whose target does not pay is refused', () => {
  expect(evaluateAt(strategy, { bid: '0.5', ask: '0.51' })).toEqual([])
  expect(evaluateAt(strategy, { bid: '0.48', ask: '0.5' })).toMatchObject([
    { refused: 'target-below-cost' },
  ])
})

test('the fee of the way out counts, resting is free', () => {
  const fee = (ratePpm: number) => ({ ratePpm, exponent: 1, takerOnly: true })
  const at = (ratePpm: number) =>
    evaluateAt(strategy, { bid: '0.4', ask: '0.46', market: { fee: fee(ratePpm) } })
  // +3 % on the grid is 0.42: two cents, less 0.07 × 0.42 × 0.58 = 1.7 cents; at 0.09 it is 2.2.
  expect(at(70_000)).toMatchObject([{ kind: 'signal' }])
  expect(at(90_000)).toMatchObject([{ refused: 'target-below-cost' }])
})

test('a position in the market refuses', () => {
  const { ledger } = bought('anyone', 'yes', '0.4')
  expect(evaluateAt(strategy, { bid: '0.4', ask: '0.46', view: { ledger } })).toMatchObject([
    { refused: 'already-engaged' },
  ])
})

const exitAt = (bid: string, afterMs = 1_000): string | undefined => {
  const { ledger, position } = bought('volatility-scalp', 'yes', '0.5')
  const view = viewOf({ bid, ask: '0.6', view: { ledger, now: timeMs(NOW + afterMs) } })
  return strategy.exit?.(position, view)?.reason
}

test('leaves at +3 %, at −2 % and after five minutes, even without a sound book', () => {
  expect(exitAt('0.52')).toBe('take-profit')
  expect(exitAt('0.51')).toBeUndefined()
  expect(exitAt('0.49')).toBe('stop-loss')
  expect(exitAt('0.51', 299_999)).toBeUndefined()
  expect(exitAt('0.51', 300_000)).toBe('max-hold')
})

test('an own level lowers the floor with it, and 0 is refused', () => {
  const narrow = createVolatilityScalpStrategy({ spreadPercent: 1 })
  expect(narrow.thresholds['spreadPercent']).toMatchObject({ default: 1, floor: 1 })
  try {
    createVolatilityScalpStrategy({ maxHoldMs: 0 })
    expect.unreachable()
  } catch (thrown) {
    expect(isBotError(thrown, 'invalid-argument')).toBe(true)
  }
})
