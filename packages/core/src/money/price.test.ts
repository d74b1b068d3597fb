import fc from 'fast-check'
import { expect, test } from 'vitest'
import { complement, formatPrice, isOnTick, parsePrice, price, toTick } from './price.js'

const TICKS = [1, 5, 10, 25, 50, 100, 1_000].map(price)
const anyPrice = fc.integer({ min: 0, max: 10_000 }).map(price)
const anyTick = fc.constantFrom(...TICKS)

test('what is written is read back', () => {
  fc.assert(fc.property(anyPrice, (at) => void expect(parsePrice(formatPrice(at))).toBe(at)))
  expect(parsePrice('0.48')).toBe(4_800)
  expect(parsePrice(1)).toBe(10_000)
})

test.each(['1.0001', '-0.01', '0.12345', 'x'])('refuses %s', (text) => {
  expect(() => parsePrice(text)).toThrow(expect.objectContaining({ code: 'invalid-number' }))
})

test.each([-1, 10_001, 0.5, Number.NaN])('refuses %d units', (units) => {
  expect(() => price(units)).toThrow(/0 to 10,000 units/)
})

test('a price and its complement make a dollar', () => {
  fc.assert(fc.property(anyPrice, (at) => void expect(at + complement(at)).toBe(10_000)))
})

test('moving to the grid gives the nearest price on it in that direction', () => {
  fc.assert(
    fc.property(anyPrice, anyTick, fc.constantFrom('down', 'up'), (at, tick, direction) => {
      const moved = toTick(at, tick, direction)
      expect(isOnTick(moved, tick)).toBe(true)
      const grid = Array.from({ length: 10_000 / tick - 1 }, (_unused, index) => (index + 1) * tick)
      const expected =
        direction === 'down'
          ? (grid.findLast((each) => each <= at) ?? grid[0])
          : (grid.find((each) => each >= at) ?? grid.at(-1))
      expect(moved).toBe(expected)
    }),
  )
})

test('0 and 1 are no prices of an order', () => {
  expect(isOnTick(price(0), price(100))).toBe(false)
  expect(isOnTick(price(10_000), price(100))).toBe(false)
  expect(isOnTick(price(4_850), price(100))).toBe(false)
  expect(isOnTick(price(4_800), price(100))).toBe(true)
})
