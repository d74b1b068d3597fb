import { fullBucket, takeTokens, timeMs } from '@bot/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type HttpMethod, POLYMARKET_BUDGETS, type RestHost, withinWindow } from './budgets.js'

test('never lets more through in any window than the venue allows', () => {
  const gaps = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 50, maxLength: 400 })
  fc.assert(
    fc.property(fc.integer({ min: 5, max: 60 }), gaps, (limit, waits) => {
      let now = 1_700_000_000_000
      let bucket = fullBucket(withinWindow(limit, 10), timeMs(now))
      const sent: number[] = []
      for (const gap of waits) {
        now += gap
        const taken = takeTokens(bucket, 1, timeMs(now))
        bucket = taken.bucket
        if (taken.waitMs === 0) sent.push(now)
      }
      for (const start of sent) {
        const inside = sent.filter((at) => at >= start && at < start + 10_000).length
        expect(inside).toBeLessThanOrEqual(limit)
      }
    }),
    { numRuns: 60 },
  )
})

const namesFor = (host: RestHost, path: string, method: HttpMethod = 'GET'): string[] =>
  POLYMARKET_BUDGETS.filter(
    (budget) =>
      (budget.host ?? host) === host &&
      (budget.method ?? method) === method &&
      (budget.paths?.test(path) ?? true),
  ).map((budget) => budget.name)

test('counts each request against the limits that the venue publishes for it', () => {
  expect(namesFor('gamma', '/markets/keyset')).toEqual([
    'everything',
    'gamma',
    'gamma-markets',
    'gamma-listings',
  ])
  expect(namesFor('clob', '/books', 'POST')).toEqual(['everything', 'clob', 'clob-books'])
  expect(namesFor('clob', '/order', 'POST')).toEqual([
    'everything',
    'clob',
    'clob-post-order',
    'clob-post-order-sustained',
    'signer-orders',
  ])
  expect(namesFor('clob', '/cancel-all', 'DELETE')).toEqual([
    'everything',
    'clob',
    'clob-cancel-all',
    'clob-cancel-all-sustained',
    'signer-cancels',
  ])
  expect(namesFor('data', '/v2/trades')).toEqual(['everything', 'data', 'data-trades'])
  expect(namesFor('data', '/activity')).toEqual(['everything', 'data'])
  expect(new Set(POLYMARKET_BUDGETS.map((budget) => budget.name)).size).toBe(
    POLYMARKET_BUDGETS.length,
  )
})
