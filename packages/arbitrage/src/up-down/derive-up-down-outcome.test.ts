import { timeMs } from '@bot/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { deriveUpDownOutcome, type PriceTick } from './derive-up-down-outcome.js'

const at = (seconds: number) => timeMs(seconds * 1_000)
const ticksOf = (...pairs: readonly (readonly [number, number])[]): PriceTick[] =>
  pairs.map(([seconds, value]) => ({ at: at(seconds), value: BigInt(value) }))
const window = { startsAt: at(0), endsAt: at(300) }

test.each([
  ['higher', 101, 'up'],
  ['equal', 100, 'up'],
  ['lower', 99, 'down'],
])('an end that is %s than the start makes it %s', (_, end, outcome) => {
  const ticks = ticksOf([0, 100], [150, 5], [300, end])
  expect(deriveUpDownOutcome(window, ticks)).toEqual({ outcome, proof: 'exact' })
})

test('takes the published strike where the feed has no price at the start', () => {
  const ticks = ticksOf([1, 90], [300, 100])
  expect(deriveUpDownOutcome({ ...window, strike: 100n }, ticks)).toEqual({
    outcome: 'up',
    proof: 'exact',
  })
  expect(deriveUpDownOutcome(window, ticks)).toEqual({ refused: 'no-tick-at-start' })
})

test('refuses a strike that the feed contradicts, and a feed that contradicts itself', () => {
  expect(deriveUpDownOutcome({ ...window, strike: 99n }, ticksOf([0, 100], [300, 101]))).toEqual({
    refused: 'strike-and-tick-disagree',
  })
  expect(deriveUpDownOutcome(window, ticksOf([0, 100], [300, 101], [300, 99]))).toEqual({
    refused: 'ticks-disagree',
  })
  expect(deriveUpDownOutcome({ startsAt: at(1), endsAt: at(1) }, [])).toEqual({
    refused: 'window-not-positive',
  })
})

test('reads nothing between two prices unless told how far apart they may be', () => {
  const ticks = ticksOf([0, 100], [299, 105], [301, 103])
  expect(deriveUpDownOutcome(window, ticks)).toEqual({ refused: 'no-tick-at-end' })
  expect(deriveUpDownOutcome(window, ticks, 1_999)).toEqual({ refused: 'no-tick-at-end' })
  expect(deriveUpDownOutcome(window, ticks, 2_000)).toEqual({ outcome: 'up', proof: 'bracketed' })
  expect(deriveUpDownOutcome(window, ticksOf([0, 104], [299, 105], [301, 103]), 2_000)).toEqual({
    refused: 'neighbours-disagree',
  })
  expect(deriveUpDownOutcome(window, ticksOf([0, 104], [299, 105]), 9_000)).toEqual({
    refused: 'no-tick-at-end',
  })
})

test('an exact outcome is the comparison of the two prices, whatever lies between', () => {
  fc.assert(
    fc.property(fc.array(fc.bigInt(1n, 50n), { minLength: 2, maxLength: 60 }), (values) => {
      const ticks = values.map((value, index) => ({ at: at(index), value }))
      const endsAt = at(values.length - 1)
      const first = values[0] ?? 0n
      const last = values.at(-1) ?? 0n
      expect(deriveUpDownOutcome({ startsAt: at(0), endsAt }, ticks)).toEqual({
        outcome: last >= first ? 'up' : 'down',
        proof: 'exact',
      })
    }),
  )
})
