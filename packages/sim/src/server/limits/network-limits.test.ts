import { timeMs } from '@bot/core'
import { createManualClock } from '@bot/core/testing'
import { expect, test } from 'vitest'
import { getJson, startVenue } from '../fixtures/test-server.js'
import type { Route } from '../http/route.js'
import { answer } from '../http/venue-answer.js'
import type { VenueRequest } from '../http/venue-request.js'
import { createNetworkLimits } from './network-limits.js'

const route: Route = { host: 'clob', method: 'GET', path: '/x', handle: () => answer('') }

const requestAt = (at: number, remote = 'a'): VenueRequest => ({
  method: 'GET',
  path: '/x',
  params: {},
  query: new URLSearchParams(),
  body: '',
  headers: {},
  remote,
  at: timeMs(at),
})

test('lets a sliding window of requests through for each address, and says when to come back', () => {
  const limits = createNetworkLimits([{ host: 'clob', paths: ['/x'], seconds: 10, count: 3 }])
  const check = (at: number, remote?: string) => limits.check(route, requestAt(at, remote))?.status
  expect([0, 1, 2, 3].map((at) => check(at))).toEqual([undefined, undefined, undefined, 429])
  expect(check(4, 'b')).toBeUndefined()
  expect(limits.check(route, requestAt(5))?.headers).toEqual({ 'retry-after': '10' })
  expect(check(11_000)).toBe(429)
  expect(check(15_001)).toBeUndefined()
  expect(check(40_000)).toBeUndefined()
})

test('counts only the paths and methods of a rule', () => {
  const limits = createNetworkLimits([
    { host: 'clob', method: 'POST', seconds: 10, count: 0 },
    { host: 'clob', paths: ['/y'], seconds: 10, count: 0 },
    { host: 'gamma', seconds: 10, count: 0 },
  ])
  expect(limits.check(route, requestAt(0))).toBeUndefined()
})

test('refuses the 101st GET /ok of ten seconds, unless the limits are off', async () => {
  for (const networkLimits of [true, false]) {
    const { server } = await startVenue({ clock: createManualClock(), rules: { networkLimits } })
    const url = `${server.urls.clob}/ok`
    const statuses = new Set<number>()
    for (let i = 0; i < 100; i++) statuses.add((await getJson(url)).status)
    expect([...statuses]).toEqual([200])
    expect((await getJson(url)).status).toBe(networkLimits ? 429 : 200)
  }
})
