import { BotError } from '@bot/core'
import { expect, test } from 'vitest'
import { startLoopback } from '../fixtures/loopback.js'
import { respond } from '../fixtures/test-server.js'
import { createTransport } from './create-transport.js'
import { readJson, readJsonOrAbsent } from './read-json.js'

const thrownBy = async (promise: Promise<unknown>): Promise<BotError> => {
  const outcome = await promise.catch((thrown: unknown) => thrown)
  if (outcome instanceof BotError) return outcome
  throw new Error(`Expected a BotError, was ${JSON.stringify(outcome)}`)
}

test('sends method, query, headers and the exact body once, and returns status and JSON', async () => {
  const { server, clock, transport } = await startLoopback((_, response) =>
    respond(response, 400, { error: 'no' }),
  )
  const reply = await transport.send({
    host: 'clob',
    method: 'POST',
    path: '/order',
    query: { a: 1, b: ['x', 'y'], c: undefined, d: false },
    headers: { POLY_ADDRESS: '0x1' },
    body: '{"salt":1}',
  })
  expect(reply).toEqual({ status: 400, body: { error: 'no' } })
  expect(server.seen).toHaveLength(1)
  const [seen] = server.seen
  expect(`${seen?.method} ${seen?.path}?${seen?.query}`).toBe('POST /order?a=1&b=x&b=y&d=false')
  expect(seen?.body).toBe('{"salt":1}')
  expect(seen?.headers).toMatchObject({
    poly_address: '0x1',
    'content-type': 'application/json',
    'user-agent': 'bot-polymarket',
  })
  expect(clock.pending()).toBe(0)
})

test('names each refusal of the venue', async () => {
  const answers: Record<string, readonly [number, unknown, Record<string, string>?]> = {
    '/seconds': [429, 'slow down', { 'retry-after': '7' }],
    '/date': [429, {}, { 'retry-after': new Date(1_700_000_030_000).toUTCString() }],
    '/body': [429, { error: 'slow', retry_after_seconds: 2 }],
    '/plain': [429, {}],
    '/restart': [425, { error: 'restarting' }],
    '/broken': [500, '<html>oops</html>'],
    '/bad': [400, { errorMsg: 'Invalid order payload' }],
  }
  const { transport } = await startLoopback(({ path }, response) =>
    respond(response, ...(answers[path] ?? [404, { error: 'not found' }])),
  )
  const refusal = async (path: string) => {
    const { code, context } = await thrownBy(readJson(transport, { host: 'gamma', path }))
    return [code, context['status'], context['retryAfterMs'], context['said']]
  }
  expect(await refusal('/seconds')).toEqual(['rate-limited', 429, 7_000, 'slow down'])
  expect(await refusal('/date')).toEqual(['rate-limited', 429, 30_000, '{}'])
  expect(await refusal('/body')).toEqual(['rate-limited', 429, 2_000, 'slow'])
  expect(await refusal('/plain')).toEqual(['rate-limited', 429, undefined, '{}'])
  expect(await refusal('/restart')).toEqual(['request-failed', 425, undefined, 'restarting'])
  expect(await refusal('/broken')).toEqual(['request-failed', 500, undefined, '<html>oops</html>'])
  expect(await refusal('/bad')).toEqual([
    'request-refused',
    400,
    undefined,
    'Invalid order payload',
  ])
  expect(await refusal('/gone')).toEqual(['request-refused', 404, undefined, 'not found'])
  expect(await readJsonOrAbsent(transport, { host: 'gamma', path: '/gone' })).toBeUndefined()
  expect((await thrownBy(readJsonOrAbsent(transport, { host: 'gamma', path: '/bad' }))).code).toBe(
    'request-refused',
  )
})

test('gives up at the deadline, before the first byte and between bytes', async () => {
  const { server, clock, transport } = await startLoopback(({ path }, response) => {
    if (path === '/half') response.write('[1,')
    return undefined
  })
  for (const path of ['/silent', '/half']) {
    const arrived = server.next()
    const failed = thrownBy(transport.send({ host: 'data', path, timeoutMs: 5_000 }))
    await arrived
    clock.advance(4_999)
    expect(clock.pending()).toBe(1)
    clock.advance(1)
    expect(await failed).toMatchObject({ code: 'request-timed-out', context: { timeoutMs: 5_000 } })
    expect(clock.pending()).toBe(0)
  }
})

test('reports truncated, wrong and huge bodies as what they are', async () => {
  const { transport } = await startLoopback(
    ({ path }, response) => {
      if (path === '/truncated') {
        response.writeHead(200, { 'content-length': '100' })
        response.write('[1,2', () => response.destroy())
      } else if (path === '/wrong') respond(response, 200, '[{"a":1}')
      else if (path === '/empty') respond(response, 200, '')
      else respond(response, 200, JSON.stringify('x'.repeat(5_000)))
      return undefined
    },
    { maxBodyBytes: 1_000 },
  )
  const code = async (path: string) => (await thrownBy(transport.send({ host: 'data', path }))).code
  expect(await code('/truncated')).toBe('request-failed')
  expect(await code('/wrong')).toBe('unexpected-response')
  expect(await code('/empty')).toBe('unexpected-response')
  expect(await code('/huge')).toBe('unexpected-response')
})

test('stops when the caller does, also before anything was sent', async () => {
  const { server, clock, transport } = await startLoopback(() => undefined)
  const early = await thrownBy(
    transport.send({ host: 'clob', path: '/time', signal: AbortSignal.abort() }),
  )
  expect(early).toMatchObject({ code: 'aborted', context: { sent: false } })
  expect(server.seen).toEqual([])
  const controller = new AbortController()
  const arrived = server.next()
  const late = thrownBy(transport.send({ host: 'clob', path: '/time', signal: controller.signal }))
  await arrived
  controller.abort()
  expect((await late).code).toBe('aborted')
  expect(clock.pending()).toBe(0)
})

test('never follows a redirect, which could carry signed headers elsewhere', async () => {
  const { server, transport } = await startLoopback((_, response) =>
    respond(response, 302, '', { location: '/elsewhere' }),
  )
  expect((await thrownBy(transport.send({ host: 'clob', path: '/order' }))).code).toBe(
    'request-failed',
  )
  expect(server.seen).toHaveLength(1)
})

test('names the cause when nobody answers', async () => {
  const { clock } = await startLoopback(() => undefined)
  const transport = createTransport({
    fetch: globalThis.fetch,
    clock,
    hosts: { gamma: 'http://127.0.0.1:1' },
  })
  const error = await thrownBy(transport.send({ host: 'gamma', path: '/markets' }))
  expect(error.code).toBe('request-failed')
  expect(error.message).toMatch(/ECONNREFUSED|bad port/)
})

test('waits for room in every budget, and takes from none while one is empty', async () => {
  const bucket = (perSecond: number, burst: number) => ({ perSecond, burst })
  const { server, clock, transport } = await startLoopback(() => ({}), {
    budgets: [
      { name: 'all', bucket: bucket(10, 10) },
      { name: 'books', host: 'clob', paths: /^\/books$/, bucket: bucket(1, 2) },
      { name: 'orders', host: 'clob', method: 'POST', per: 'item', bucket: bucket(1, 3) },
    ],
    longestWaitMs: 1_000,
  })
  const books = () => transport.send({ host: 'clob', path: '/books' })
  await books()
  await books()
  const third = books()
  await clock.advanceAsync(999)
  expect(server.seen).toHaveLength(2)
  await clock.advanceAsync(1)
  await third
  expect(server.seen).toHaveLength(3)
  // The empty bucket of books holds no other back, and waiting for it cost the shared one nothing: 9 of 10 are left.
  for (let i = 0; i < 9; i++) await transport.send({ host: 'gamma', path: '/markets' })
  expect(server.seen).toHaveLength(12)
  await clock.advanceAsync(10_000)
  const orders = (items: number) =>
    thrownBy(transport.send({ host: 'clob', method: 'POST', path: '/orders', items }))
  await transport.send({ host: 'clob', method: 'POST', path: '/orders', items: 3 })
  expect(await orders(2)).toMatchObject({
    code: 'rate-limited',
    context: { retryAfterMs: 2_000, sent: false },
  })
  expect(await orders(4)).toMatchObject({
    code: 'rate-limited',
    context: { budget: 'orders', burst: 3, cost: 4, sent: false },
  })
  expect(server.seen).toHaveLength(13)
})
