import { isBotError } from '@bot/core'
import { createManualClock } from '@bot/core/testing'
import { expect, test } from 'vitest'
import { startLoopback } from '../fixtures/loopback.js'
import { respond } from '../fixtures/test-server.js'
import { POLYMARKET_BUDGETS } from './budgets.js'
import { createLimiter } from './create-limiter.js'
import { readSignerLimit } from './read-signer-limit.js'

const order = { host: 'clob', method: 'POST', path: '/order', items: 1, signer: '0xA' } as const
const cancels = {
  host: 'clob',
  method: 'DELETE',
  path: '/orders',
  items: 100,
  signer: '0xA',
} as const
const { signal } = new AbortController()

const start = () => {
  const clock = createManualClock()
  const limiter = createLimiter(clock, POLYMARKET_BUDGETS, 0)
  const fits = async (request: Parameters<typeof limiter.take>[0]): Promise<boolean> =>
    limiter.take(request, signal).then(
      () => true,
      (thrown: unknown) => {
        if (isBotError(thrown, 'rate-limited')) return false
        throw thrown
      },
    )
  const room = async (request: Parameters<typeof limiter.take>[0]): Promise<number> => {
    for (let count = 0; ; count++) if (!(await fits(request))) return count
  }
  return { clock, limiter, fits, room }
}

test('each signer has a bucket of its own', async () => {
  const { room } = start()
  expect(await room(order)).toBe(60)
  expect(await room({ ...order, signer: '0xB' })).toBe(60)
  expect(await room({ ...order, signer: '0xa' })).toBe(0)
})

test('what the venue has counted is believed when it is less than our own count', async () => {
  const { limiter, room, clock } = start()
  limiter.learn(order, { remaining: 3, tier: 'Standard', warned: false })
  expect(await room(order)).toBe(3)
  limiter.learn(order, { remaining: 50, tier: 'Standard', warned: false })
  expect(await room(order)).toBe(0)
  clock.advance(1_000)
  expect(await room(order)).toBe(40)
})

test('an overdrawn bucket waits until it is filled again', async () => {
  const { limiter, fits, clock } = start()
  limiter.learn(order, { remaining: -39, tier: 'standard', warned: true })
  clock.advance(999)
  expect(await fits(order)).toBe(false)
  clock.advance(1)
  expect(await fits(order)).toBe(true)
})

test('a larger tier has a larger bucket, and a cost above its burst can never succeed', async () => {
  const { limiter, room } = start()
  const many = { ...cancels, items: 200 }
  await expect(limiter.take(many, signal)).rejects.toMatchObject({
    code: 'rate-limited',
    context: { permanent: true, sent: false, burst: 120 },
  })
  limiter.learn(many, { remaining: 240, tier: 'Bronze', warned: false })
  await limiter.take(many, signal)
  limiter.learn(order, { remaining: 300, tier: 'Silver', warned: false })
  expect(await room(order)).toBe(300)
})

test('the headers of an answer reach the buckets, and a 429 without Retry-After waits for the reset', async () => {
  const { transport, clock } = await startLoopback((_, response) =>
    respond(
      response,
      429,
      { error: 'Too Many Requests' },
      {
        'poly-ratelimit-remaining': '0',
        'poly-ratelimit-reset': String(clock.now() / 1000 + 2),
        'poly-ratelimit-tier': 'Standard',
      },
    ),
  )
  const send = () =>
    transport.send({
      host: 'clob',
      method: 'POST',
      path: '/order',
      headers: { POLY_ADDRESS: '0xA' },
    })
  expect(await send()).toMatchObject({
    status: 429,
    retryAfterMs: 2_000,
    signerLimit: { remaining: 0, tier: 'Standard', warned: false },
  })
  const second = send()
  await new Promise((resolve) => setImmediate(resolve))
  clock.advance(25)
  expect((await second).status).toBe(429)
})

test('headers that are absent or no numbers say nothing', () => {
  expect(readSignerLimit(new Headers())).toBeUndefined()
  expect(readSignerLimit(new Headers({ 'poly-ratelimit-remaining': 'many' }))).toBeUndefined()
  const warned = new Headers({ 'Poly-RateLimit-Remaining': '-2', 'Poly-RateLimit-Warning': 'true' })
  expect(readSignerLimit(warned)).toEqual({ remaining: -2, warned: true })
})
