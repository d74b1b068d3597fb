import { parseUsd, scaleLevels, timeMs } from '@bot/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Adapted, type AdaptiveInput, adapt } from './adapt.js'
import { describeAdaptive } from './describe-adaptive.js'
import { adjustMultiplier } from './rules/adjust-multiplier.js'
import { emergencyMultiplier } from './rules/emergency-multiplier.js'
import { type AdaptiveState, createAdaptiveState } from './state/adaptive-state.js'

const start = timeMs(1_700_000_000_000)
const hours = (count: number) => timeMs(start + count * 3_600_000)
const closed = (pnl: string, strategy = 'market-only'): AdaptiveInput => ({
  kind: 'trade-closed',
  at: start,
  strategy,
  pnl: parseUsd(pnl),
})
const run = (inputs: readonly AdaptiveInput[], from = createAdaptiveState(start)) => {
  let state: AdaptiveState = from
  const all: Adapted[] = []
  for (const input of inputs) {
    const adapted = adapt(state, input)
    state = adapted.state
    all.push(adapted)
  }
  return { state, all }
}
const times = (count: number, pnl: string) => Array.from({ length: count }, () => closed(pnl))
const multiplier = (state: AdaptiveState) => state.strategies['market-only']?.multiplier

test('nine wins change nothing, the tenth loosens by a tenth', () => {
  expect(multiplier(run(times(9, '1')).state)).toBe(1)
  const { state, all } = run(times(10, '1'))
  expect(multiplier(state)).toBe(0.9)
  expect(all.at(-1)?.adjustment).toMatchObject({ from: 1, to: 0.9, trades: 10, winRate: 1 })
  expect(all.at(-1)?.facts[0]?.fact).toMatchObject({ multiplier: 0.9, emergency: 1 })
})

test('a change is followed by at least five trades before the next', () => {
  const { all } = run(times(20, '1'))
  const changed = all.flatMap((each, index) => (each.adjustment === undefined ? [] : [index + 1]))
  expect(changed).toEqual([10, 15, 20])
})

test.each([
  [['1', '1', '1', '1', '1', '1', '1', '-1', '-1', '-1'], 0.9],
  [['1', '1', '1', '1', '1', '1', '-1', '-1', '-1', '-1'], 0.95],
  [['1', '1', '1', '1', '1', '-1', '-1', '-1', '-1', '-1'], 1.05],
  [['1', '1', '1', '1', '-1', '-1', '-1', '-1', '-1', '-1'], 1.1],
  [['1', '1', '1', '1', '1', '1', '1', '1', '1', '-30'], 1.1],
] as const)('results %j give the multiplier %d', (results, expected) => {
  expect(multiplier(run(results.map((pnl) => closed(pnl))).state)).toBe(expected)
})

test('between 55 and 60 % nothing moves', () => {
  const results = [...Array(57).fill('1'), ...Array(43).fill('-1')].map((pnl) => parseUsd(pnl))
  expect(adjustMultiplier(1, results)).toBeUndefined()
})

test('a milder rule never pulls a multiplier back to its own bound', () => {
  const six = ['1', '1', '1', '1', '1', '1', '-1', '-1', '-1', '-1'].map((pnl) => parseUsd(pnl))
  expect(adjustMultiplier(0.7, six)).toBeUndefined()
})

test('multipliers stay between 0.6 and 1.5 and no level passes its floor', () => {
  const thresholds = {
    edge: { default: 0.02, unit: 'dollar', stricter: 'higher', floor: 0.015 },
    spread: { default: 0.05, unit: 'dollar', stricter: 'lower', floor: 0.06 },
  } as const
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -500, max: 500 }), { maxLength: 300 }), (cents) => {
      const { state } = run(cents.map((each) => closed((each / 100).toFixed(2))))
      const value = multiplier(state) ?? 1
      expect(value).toBeGreaterThanOrEqual(0.6)
      expect(value).toBeLessThanOrEqual(1.5)
      const levels = scaleLevels(thresholds, value * 0.5)
      expect(levels['edge']).toBeGreaterThanOrEqual(0.015)
      expect(levels['spread']).toBeLessThanOrEqual(0.06)
    }),
  )
})

test('emergency mode starts after six hours, deepens hourly to a half and ends with a trade', () => {
  expect(emergencyMultiplier(5.99, 6)).toBe(1)
  expect(emergencyMultiplier(6, 6)).toBeCloseTo(0.95)
  expect(emergencyMultiplier(7.5, 6)).toBeCloseTo(0.9)
  expect(emergencyMultiplier(100, 6)).toBe(0.5)
  const { state, all } = run([
    { kind: 'time-passed', at: hours(5) },
    { kind: 'time-passed', at: hours(6) },
    { kind: 'time-passed', at: hours(6.1) },
    { kind: 'time-passed', at: hours(7) },
    { kind: 'trade-opened', at: hours(7.5) },
  ])
  expect(all.map((each) => each.emergency)).toEqual([
    undefined,
    'activated',
    undefined,
    'deepened',
    'ended',
  ])
  expect(all[1]?.facts[0]).toMatchObject({ strategy: '*', fact: { emergency: 0.95 } })
  expect(describeAdaptive(state, hours(8.5))).toMatchObject({
    emergency_mode: false,
    hours_since_trade: 1,
  })
})

test('a rolled back change restores the multiplier, once, and says so', () => {
  const { state } = run(times(10, '1'))
  const back = run([{ kind: 'roll-back', at: start, adjustment: 1 }], state)
  expect(multiplier(back.state)).toBe(1)
  expect(back.all[0]?.adjustment?.because).toBe('rolled back change 1')
  const again = run([{ kind: 'roll-back', at: start, adjustment: 1 }], back.state)
  expect(again.all[0]?.adjustment).toBeUndefined()
})

test('the state survives being written and read as JSON', () => {
  const inputs = [...times(12, '1'), ...times(20, '-2')]
  const whole = run(inputs).state
  const half = run(inputs.slice(0, 15)).state
  const resumed = run(inputs.slice(15), JSON.parse(JSON.stringify(half)) as AdaptiveState).state
  expect(resumed).toEqual(whole)
})
