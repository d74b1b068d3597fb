import { BotError } from '@bot/core'
import { createManualClock } from '@bot/core/testing'
import { expect, test } from 'vitest'
import type { SignedRequest } from '../auth/create-signed-client.js'
import { createVenueState } from './venue-state.js'

const start = () => {
  const clock = createManualClock()
  const tracker = createVenueState(clock)
  const order: SignedRequest = { method: 'POST', path: '/order', body: '{"postOnly":false}' }
  const reply = (status: number, body: unknown = {}, request = order, retryAfterMs?: number) =>
    tracker.observe({
      request,
      reply: { status, body, ...(retryAfterMs !== undefined && { retryAfterMs }) },
    })
  const failed = (thrown: unknown) => tracker.observe({ request: order, thrown })
  return { clock, tracker, reply, failed, state: () => tracker.current().state, order }
}

test('a restart gives way to two minutes of post-only, and these to normal', () => {
  const { clock, reply, state, tracker } = start()
  reply(425, { error: 'restarting' })
  expect(tracker.current()).toMatchObject({ state: 'restarting', reason: 'restarting' })
  clock.advance(30_000)
  expect(state()).toBe('post-only')
  clock.advance(119_999)
  expect(state()).toBe('post-only')
  clock.advance(1)
  expect(state()).toBe('normal')
})

test('post-only ends when the venue said, or when it takes an order that need not rest', () => {
  const { clock, reply, state, order } = start()
  reply(503, { error: 'x', code: 'post_only_mode' }, order, 5_000)
  expect(state()).toBe('post-only')
  clock.advance(5_000)
  expect(state()).toBe('normal')
  reply(503, { error: 'post-only' })
  reply(200, {}, { ...order, body: '{"postOnly":true}' })
  reply(200, {}, { method: 'GET', path: '/data/orders' })
  expect(state()).toBe('post-only')
  reply(200)
  expect(state()).toBe('normal')
})

test('close-only stays until the venue says otherwise', () => {
  const { clock, reply, state, tracker } = start()
  reply(400, { error: "'0x' address in closed only mode" })
  clock.advance(1_000_000)
  expect(state()).toBe('close-only')
  tracker.setCloseOnly(false)
  expect(state()).toBe('normal')
  tracker.setCloseOnly(true)
  expect(state()).toBe('close-only')
})

test('three failures in a row are down, and one answer is up again', () => {
  const { reply, failed, state } = start()
  const timeout = new BotError('request-timed-out', 'late')
  failed(timeout)
  reply(502)
  reply(400, { error: 'not enough balance' })
  failed(timeout)
  failed(timeout)
  expect(state()).toBe('normal')
  reply(500)
  expect(state()).toBe('down')
  reply(404)
  expect(state()).toBe('normal')
})

test('what never reached the venue says nothing of it', () => {
  const { failed, state } = start()
  for (let i = 0; i < 5; i++) {
    failed(new BotError('rate-limited', 'no room', { sent: false }))
    failed(new BotError('aborted', 'stopped'))
  }
  expect(state()).toBe('normal')
})
