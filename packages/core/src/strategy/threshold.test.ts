import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  defaultLevels,
  floorLevels,
  meetsLevels,
  scaleLevels,
  type Thresholds,
} from './threshold.js'

const number = fc.double({ min: -1e6, max: 1e6, noNaN: true })
const anyThresholds: fc.Arbitrary<Thresholds> = fc.dictionary(
  fc.constantFrom('edge', 'age', 'spread'),
  fc
    .tuple(number, number, fc.constantFrom('higher' as const, 'lower' as const))
    .map(([a, b, stricter]) => {
      const [low, high] = a <= b ? [a, b] : [b, a]
      return stricter === 'higher'
        ? { default: high, floor: low, unit: 'x', stricter }
        : { default: low, floor: high, unit: 'x', stricter }
    }),
)
const anyMultiplier = fc.double({ min: 1e-3, max: 1e3, noNaN: true })

/** How strict a level is: more is stricter. */
const strictness = (thresholds: Thresholds, name: string, level: number): number =>
  thresholds[name]?.stricter === 'higher' ? level : -level

test('no multiplier ever loosens a level past its floor', () => {
  fc.assert(
    fc.property(anyThresholds, anyMultiplier, (thresholds, multiplier) => {
      for (const [name, level] of Object.entries(scaleLevels(thresholds, multiplier))) {
        const floor = thresholds[name]?.floor ?? 0
        expect(strictness(thresholds, name, level)).toBeGreaterThanOrEqual(
          strictness(thresholds, name, floor),
        )
      }
    }),
  )
})

test('a multiplier below 1 never tightens, one above 1 never loosens, also for levels below 0', () => {
  fc.assert(
    fc.property(anyThresholds, anyMultiplier, (thresholds, multiplier) => {
      for (const [name, level] of Object.entries(scaleLevels(thresholds, multiplier))) {
        const change =
          strictness(thresholds, name, level) -
          strictness(thresholds, name, thresholds[name]?.default ?? 0)
        if (multiplier <= 1) expect(change).toBeLessThanOrEqual(0)
        else expect(change).toBeGreaterThanOrEqual(0)
      }
    }),
  )
})

test('what meets a level meets every looser one, and the floors last', () => {
  fc.assert(
    fc.property(
      anyThresholds,
      fc.dictionary(fc.constantFrom('edge', 'age', 'spread'), number),
      (thresholds, measured) => {
        if (meetsLevels(thresholds, defaultLevels(thresholds), measured)) {
          expect(meetsLevels(thresholds, scaleLevels(thresholds, 0.5), measured)).toBe(true)
          expect(meetsLevels(thresholds, floorLevels(thresholds), measured)).toBe(true)
        }
      },
    ),
  )
})

const thresholds: Thresholds = {
  edge: { default: 0.05, unit: 'dollar', stricter: 'higher', floor: 0.02 },
  age: { default: 60, unit: 'second', stricter: 'lower', floor: 90 },
}

test('loosens in each direction, down to the floor', () => {
  expect(scaleLevels(thresholds, 0.8)).toEqual({ edge: 0.05 * 0.8, age: 75 })
  expect(scaleLevels(thresholds, 0.1)).toEqual({ edge: 0.02, age: 90 })
  expect(scaleLevels(thresholds, 2)).toEqual({ edge: 0.1, age: 30 })
})

test.each([0, -1, Number.NaN, Infinity])('refuses the multiplier %d', (multiplier) => {
  expect(() => scaleLevels(thresholds, multiplier)).toThrow(/multiplier above 0/)
})

test('what was not measured, or is not a number, meets nothing', () => {
  const levels = floorLevels(thresholds)
  expect(meetsLevels(thresholds, levels, { edge: 0.02, age: 90 })).toBe(true)
  expect(meetsLevels(thresholds, levels, { edge: 0.02 })).toBe(false)
  expect(meetsLevels(thresholds, levels, { edge: Number.NaN, age: 1 })).toBe(false)
  expect(meetsLevels(thresholds, {}, { edge: 1, age: 1 })).toBe(false)
  expect(meetsLevels({}, {}, {})).toBe(true)
})
