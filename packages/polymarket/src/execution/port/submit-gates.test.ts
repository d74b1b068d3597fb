import { createSeededRandom, type MarketFacts, orderId, parsePrice, price, timeMs } from '@bot/core'
import { expect, test, vi } from 'vitest'
import { type Answer, market, startExecution } from '../fixtures/start-execution.js'

const { signal } = new AbortController()

type Options = Parameters<typeof startExecution>[1]

/** An account whose orders are answered by a list, the last answer for all that follow. */
const start = async (answers: readonly Answer[], options: Options = {}) => {
  let posts = 0
  const started = await startExecution(
    ({ path, body }) => {
      if (path === '/balance-allowance/update') return [200, '']
      if (path !== '/order') return { data: [], next_cursor: 'LTE=' }
      const answer = answers[Math.min(posts++, answers.length - 1)]
      return typeof answer === 'function' ? answer(body) : answer
    },
    { random: createSeededRandom(1), ...options },
  )
  const { execution, intent } = started
  const submit = async (parts: Parameters<typeof intent>[0] = {}) =>
    execution.submit(await execution.prepare(intent(parts)), signal)
  return { ...started, submit, posts: () => posts }
}

const full = [400, { error: 'not enough balance / allowance: the balance is not enough' }] as const
const restarting = [425, { error: 'the matching engine is restarting' }] as const

test('while the engine restarts no order is sent, then two minutes only those that rest, then all', async () => {
  const { submit, posts, clock, execution } = await start([restarting, full])
  expect(await submit()).toMatchObject({ outcome: 'refused' })
  expect(await submit({ postOnly: true })).toEqual({
    outcome: 'refused',
    reason: 'venue-restarting',
  })
  expect(posts()).toBe(1)
  clock.advance(30_000)
  expect(execution.venueState().state).toBe('post-only')
  expect(await submit()).toEqual({ outcome: 'refused', reason: 'venue-post-only' })
  expect(posts()).toBe(1)
  expect((await submit({ postOnly: true })).reason).toContain('not enough balance')
  clock.advance(120_000)
  expect((await submit()).reason).toContain('not enough balance')
  expect(posts()).toBe(3)
})

test('an account that may only close still sells', async () => {
  const said = [400, { error: "'0x1' address in closed only mode" }] as const
  const { submit, posts } = await start([said, full])
  await submit()
  expect(await submit()).toEqual({ outcome: 'refused', reason: 'venue-close-only' })
  expect((await submit({ side: 'sell' })).reason).toContain('not enough balance')
  expect(posts()).toBe(2)
})

test('a venue that fails is left alone, and tried again after a while', async () => {
  const { submit, posts, clock, execution } = await start([[500, 'oops']])
  for (let i = 0; i < 3; i++) expect((await submit()).outcome).toBe('unknown')
  expect(await submit()).toEqual({ outcome: 'refused', reason: 'venue-down' })
  expect(posts()).toBe(3)
  clock.advance(10_000)
  expect((await submit()).outcome).toBe('unknown')
  expect(execution.venueState().state).toBe('down')
  expect(posts()).toBe(4)
})

test('an order of a tick that the market has no more is not sent', async () => {
  let facts: MarketFacts = market
  const { execution, intent, posts } = await start([full], { marketOf: () => facts })
  const before = await execution.prepare(intent({ limit: parsePrice('0.5') }))
  facts = { ...market, tick: price(10) }
  expect(await execution.submit(before, signal)).toEqual({
    outcome: 'refused',
    reason: 'tick-changed',
  })
  expect(posts()).toBe(0)
  await execution.submit(await execution.prepare(intent({ limit: parsePrice('0.501') })), signal)
  expect(posts()).toBe(1)
})

test.each([1, 3, 'two'])('a venue of order version %s gets no order', async (version) => {
  const { execution, submit, posts } = await start([full], { version: version as never })
  expect(await execution.orderVersion()).toBe(typeof version === 'number' ? version : 'unknown')
  expect(await submit()).toEqual({ outcome: 'refused', reason: 'order-version-unknown' })
  expect(posts()).toBe(0)
})

test('after a version mismatch the venue is asked again before the next order', async () => {
  const mismatch = [400, { error: 'order_version_mismatch' }] as const
  const versions = { asked: 0 }
  const { submit } = await start([mismatch], {
    version: { toJSON: () => (versions.asked++ === 0 ? 2 : 3) } as never,
  })
  expect((await submit()).reason).toContain('order_version_mismatch')
  expect(await submit()).toEqual({ outcome: 'refused', reason: 'order-version-unknown' })
  expect(versions.asked).toBe(2)
})

test('a balance that is said to be too small is refreshed once, and told in the venue’s words', async () => {
  const { submit, paths, clock, server } = await start([full])
  const refreshes = () => paths().filter((path) => path.endsWith('/update')).length
  const first = await submit()
  expect(first.reason).toBe('400 not enough balance / allowance: the balance is not enough')
  await vi.waitFor(() => expect(refreshes()).toBe(1), 30_000)
  await submit()
  await submit({ side: 'sell' })
  await vi.waitFor(() => expect(refreshes()).toBe(2), 30_000)
  const asked = server.seen.filter(({ path }) => path.endsWith('/update'))
  expect(asked.map(({ query }) => query.get('asset_type'))).toEqual(['COLLATERAL', 'CONDITIONAL'])
  clock.advance(10_000)
  await submit()
  await vi.waitFor(() => expect(refreshes()).toBe(3), 30_000)
})

const limited = (seconds?: number): Answer => [
  429,
  { error: 'Too Many Requests', ...(seconds !== undefined && { retry_after_seconds: seconds }) },
]

test('an order over a limit is sent again when there is room, as the same bytes', async () => {
  const { submit, clock, posts, server } = await start([limited(1), full])
  const result = submit()
  await vi.waitFor(() => expect(posts()).toBe(1), 30_000)
  await new Promise((resolve) => setImmediate(resolve))
  await vi.waitFor(() => {
    clock.advance(500)
    expect(posts()).toBe(2)
  }, 30_000)
  expect((await result).reason).toContain('not enough balance')
  const bodies = server.seen.filter(({ path }) => path === '/order').map(({ body }) => body)
  expect(new Set(bodies).size).toBe(1)
})

test('an order that would wait too long, or nobody knows how long, is refused', async () => {
  for (const said of [limited(), limited(60)]) {
    const { submit, posts } = await start([said])
    expect(await submit()).toMatchObject({ outcome: 'refused' })
    expect(posts()).toBe(1)
  }
})

test('a refusal of bytes that may be there already says nothing of them', async () => {
  const { execution, intent, posts } = await start([[500, 'oops'], full, restarting])
  const prepared = await execution.prepare(intent())
  expect((await execution.submit(prepared, signal)).outcome).toBe('unknown')
  expect(await execution.submit(prepared, signal)).toMatchObject({
    outcome: 'unknown',
    reason: expect.stringContaining('not enough balance'),
  })
  await execution.submit(prepared, signal)
  expect(execution.venueState().state).toBe('restarting')
  expect(await execution.submit(prepared, signal)).toEqual({
    outcome: 'unknown',
    reason: 'venue-restarting',
  })
  expect(posts()).toBe(3)
})

test('bytes that were accepted stay so, whatever a second post says', async () => {
  const { execution, intent } = await start([
    () => ({ success: true, errorMsg: '', orderID: prepared.id, status: 'live' }),
    full,
  ])
  const prepared = await execution.prepare(intent())
  expect(await execution.submit(prepared, signal)).toEqual({ outcome: 'accepted' })
  expect((await execution.submit(prepared, signal)).outcome).toBe('accepted')
})

test('trades that nobody told are read since a time, oldest first', async () => {
  const trade = (id: string, owner: string) => ({
    ...{ id, status: 'CONFIRMED', asset_id: '1', side: 'BUY', size: '5', price: '0.5', owner },
    ...{ taker_order_id: '0xo', maker_orders: [], match_time: '1' },
  })
  const { execution, server } = await startExecution(({ path }) =>
    path === '/data/trades'
      ? { data: [trade('t2', 'key'), trade('t1', 'key'), trade('t0', 'else')], next_cursor: 'LTE=' }
      : undefined,
  )
  const told = await execution.tradesSince(timeMs(1_700_000_000_000))
  expect(told.map(({ tradeId, order }) => [tradeId, order])).toEqual([
    ['t1', orderId('0xo')],
    ['t2', orderId('0xo')],
  ])
  expect(server.seen[0]?.query.get('after')).toBe('1699999940')
})
