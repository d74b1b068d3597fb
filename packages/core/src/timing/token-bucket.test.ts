import fc from 'fast-check'
import { expect, test } from 'vitest'
import { timeMs } from '../brand.js'
import { fullBucket, takeTokens } from './token-bucket.js'

const options = { perSecond: 10, burst: 5 }

test('gives its burst at once, then one token every tenth of a second', () => {
  let bucket = fullBucket(options, timeMs(0))
  for (let i = 0; i < 5; i++) {
    const taken = takeTokens(bucket, 1, timeMs(0))
    expect(taken.waitMs).toBe(0)
    bucket = taken.bucket
  }
  expect(takeTokens(bucket, 1, timeMs(0)).waitMs).toBe(100)
  expect(takeTokens(bucket, 3, timeMs(50)).waitMs).toBe(250)
  expect(takeTokens(bucket, 1, timeMs(100)).waitMs).toBe(0)
})

test('never gives more than burst + rate × time, however it is asked', () => {
  const asks = fc.array(fc.record({ afterMs: fc.nat(700), cost: fc.integer({ min: 1, max: 5 }) }), {
    maxLength: 60,
  })
  fc.assert(
    fc.property(asks, (steps) => {
      let bucket = fullBucket(options, timeMs(0))
      let now = 0
      let given = 0
      for (const { afterMs, cost } of steps) {
        now += afterMs
        const taken = takeTokens(bucket, cost, timeMs(now))
        if (taken.waitMs === 0) given += cost
        bucket = taken.bucket
        expect(given).toBeLessThanOrEqual(options.burst + (now / 1_000) * options.perSecond + 1e-9)
      }
    }),
  )
})

test('whoever waits as long as he was told gets his tokens', () => {
  fc.assert(
    fc.property(fc.nat(2_000), fc.integer({ min: 1, max: 5 }), (idle, cost) => {
      const empty = takeTokens(fullBucket(options, timeMs(0)), 5, timeMs(0)).bucket
      const refused = takeTokens(empty, cost, timeMs(idle))
      const again = takeTokens(refused.bucket, cost, timeMs(idle + refused.waitMs))
      expect(again.waitMs).toBeLessThanOrEqual(refused.waitMs === 0 ? 500 : 1)
    }),
  )
})

test('a clock that goes back gives nothing twice', () => {
  const empty = takeTokens(fullBucket(options, timeMs(1_000)), 5, timeMs(1_000)).bucket
  const back = takeTokens(empty, 1, timeMs(0))
  expect(back.waitMs).toBe(100)
  expect(back.bucket.at).toBe(1_000)
})

test('a cost above the burst is an error: waiting would never help', () => {
  expect(() => takeTokens(fullBucket(options, timeMs(0)), 6, timeMs(0))).toThrow(
    expect.objectContaining({ code: 'rate-limited', context: { cost: 6, burst: 5 } }),
  )
})
