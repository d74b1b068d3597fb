import { timeMs } from '@bot/core'
import { createManualClock } from '@bot/core/testing'
import { expect, test } from 'vitest'
import { getJson, startVenue } from '../fixtures/test-server.js'
import type { Route } from '../http/route.js'
import { answer, isAnswer, type VenueAnswer } from '../http/venue-answer.js'
import type { VenueRequest } from '../http/venue-request.js'
import type { LimitRule } from './limit-table.js'
import { createNetworkLimits, type NetworkLimits } from './network-limits.js'

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

const limitsOf = (networkLimits: readonly LimitRule[], networkQueueMs = 0): NetworkLimits =>
  createNetworkLimits({ networkLimits, networkQueueMs }, createManualClock())

const refusalOf = (checked: ReturnType<NetworkLimits['check']>): VenueAnswer | undefined =>
  checked !== undefined && isAnswer(checked) ? (checked as VenueAnswer) : undefined

test('lets a sliding window of requests through for each address, and says when to come back', () => {
  const limits = limitsOf([{ host: 'clob', paths: ['/x'], seconds: 10, count: 3 }])
  const check = (at: number, remote?: string) =>
    refusalOf(limits.check(route, requestAt(at, remote)))?.status
  expect([0, 1, 2, 3].map((at) => check(at))).toEqual([undefined, undefined, undefined, 429])
  expect(check(4, 'b')).toBeUndefined()
  expect(refusalOf(limits.check(route, requestAt(5)))?.headers).toEqual({ 'retry-after': '10' })
  expect(check(11_000)).toBe(429)
  expect(check(15_001)).toBeUndefined()
  expect(check(40_000)).toBeUndefined()
})

test('counts only the paths and methods of a rule', () => {
  const limits = limitsOf([
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

test('queues what comes too fast, as long as the wait is short, and refuses what goes on', async () => {
  const clock = createManualClock()
  const rule: LimitRule = { host: 'clob', paths: ['/x*'], seconds: 10, count: 2 }
  const limits = createNetworkLimits({ networkLimits: [rule], networkQueueMs: 9_000 }, clock)
  const check = (at: number) => limits.check(route, requestAt(at))
  expect([check(0), check(1)]).toEqual([undefined, undefined])
  const queued = check(6_000)
  let passed = false
  const end = Promise.resolve(queued).then(() => {
    passed = true
  })
  // Both requests of the first window slide out of sight halfway through the second one.
  clock.advance(8_999)
  await Promise.resolve()
  expect(passed).toBe(false)
  clock.advance(1)
  await end
  expect(refusalOf(check(6_001))?.status).toBe(429)
})

test('counts every host together, and ours not at all', () => {
  const limits = limitsOf([{ host: 'every', seconds: 10, count: 1 }])
  const status = (host: Route['host']): number | undefined =>
    refusalOf(limits.check({ ...route, host }, requestAt(0)))?.status
  expect([status('gamma'), status('data'), status('sim')]).toEqual([undefined, 429, undefined])
})
