import { expect, test } from 'vitest'
import { createSeededRandom, hashText } from './seeded-random.js'

const draw = (seed: number | string, count: number): number[] =>
  Array.from({ length: count }, createSeededRandom(seed))

test('the same seed gives the same numbers, another seed others', () => {
  expect(draw('a', 50)).toEqual(draw('a', 50))
  expect(draw(1, 50)).not.toEqual(draw(2, 50))
})

test('the numbers of a seed never change between releases', () => {
  expect(draw(1, 3).map((unit) => Math.floor(unit * 1e9))).toEqual([
    627_073_940, 2_735_721, 527_447_039,
  ])
  expect(hashText('foobar')).toBe(0xbf9cf968)
})

test('numbers lie in 0 to 1 and spread evenly over ten parts', () => {
  const counts = new Array<number>(10).fill(0)
  for (const unit of draw('spread', 100_000)) {
    expect(unit).toBeGreaterThanOrEqual(0)
    const part = Math.floor(unit * 10)
    counts[part] = (counts[part] ?? 0) + 1
  }
  expect(counts).toHaveLength(10)
  for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(500)
})
