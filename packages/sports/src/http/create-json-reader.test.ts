import { BotError } from '@bot/core'
import { createManualClock } from '@bot/core/testing'
import { expect, test } from 'vitest'
import { startServer } from '../fixtures/test-server.js'
import { createJsonReader } from './create-json-reader.js'

const KEY = 'k3y/with slash'

const setUp = async (handler: Parameters<typeof startServer>[0]) => {
  const server = await startServer(handler)
  const clock = createManualClock()
  const options = { fetch: globalThis.fetch, clock, timeoutMs: 5_000, secrets: [KEY] }
  return { server, clock, options, read: createJsonReader({ ...options, baseUrl: server.url }) }
}

const thrownBy = async (promise: Promise<unknown>): Promise<BotError> => {
  const outcome = await promise.catch((thrown: unknown) => thrown)
  if (outcome instanceof BotError) return outcome
  throw new Error(`Expected a BotError, was ${JSON.stringify(outcome)}`)
}

const textOf = (thrown: unknown): string =>
  thrown instanceof Error
    ? [thrown.message, thrown.stack, JSON.stringify(thrown), textOf(thrown.cause)].join('\n')
    : String(thrown)

test('returns JSON and headers of one request', async () => {
  const { server, clock, read } = await setUp((_, response) => {
    response.setHeader('x-requests-remaining', '7')
    return { ok: true }
  })
  const { body, headers } = await read('/a', { b: 'c d' })
  expect(body).toEqual({ ok: true })
  expect(headers.get('x-requests-remaining')).toBe('7')
  expect(server.asked).toEqual(['/a?b=c+d'])
  expect(clock.pending()).toBe(0)
})

test('names each refusal', async () => {
  const statuses: Record<string, number> = { '/slow': 429, '/broken': 500, '/key': 401 }
  const { read } = await setUp((url, response) => {
    response.writeHead(statuses[url.pathname] ?? 404, { 'retry-after': '2' })
    response.end(`no: ${url.pathname}`)
  })
  const refusal = async (path: string) => {
    const { code, context } = await thrownBy(read(path, {}))
    return [code, context['status'], context['said'], context['retryAfterMs']]
  }
  expect(await refusal('/slow')).toEqual(['rate-limited', 429, 'no: /slow', 2_000])
  expect(await refusal('/broken')).toEqual(['request-failed', 500, 'no: /broken', 2_000])
  expect(await refusal('/key')).toEqual(['request-refused', 401, 'no: /key', 2_000])
})

test('gives up at the deadline, before the first byte and between bytes', async () => {
  const { server, clock, read } = await setUp((url, response) => {
    if (url.pathname === '/half') response.write('[1,')
    return undefined
  })
  for (const path of ['/silent', '/half']) {
    const arrived = server.next()
    const failed = thrownBy(read(path, {}))
    await arrived
    clock.advance(5_000)
    expect((await failed).code).toBe('request-timed-out')
    expect(clock.pending()).toBe(0)
  }
})

test('stops when the caller does', async () => {
  const { server, read } = await setUp(() => undefined)
  const stop = new AbortController()
  const arrived = server.next()
  const failed = thrownBy(read('/a', {}, stop.signal))
  await arrived
  stop.abort()
  expect((await failed).code).toBe('aborted')
  expect((await thrownBy(read('/a', {}, stop.signal))).code).toBe('aborted')
})

test('says what came when it is no JSON, too large, or nothing at all', async () => {
  const { options, read } = await setUp((url, response) => {
    if (url.pathname === '/html') response.end('<html>')
    else if (url.pathname === '/large') response.end(`"${'x'.repeat(17 * 1024 * 1024)}"`)
    else response.destroy()
  })
  expect(await thrownBy(read('/html', {}))).toMatchObject({
    code: 'unexpected-response',
    message: 'Expected JSON from /html, was "<html>"; try again later',
  })
  expect((await thrownBy(read('/large', {}))).code).toBe('unexpected-response')
  expect((await thrownBy(read('/cut', {}))).code).toBe('request-failed')
  const nobody = createJsonReader({ ...options, baseUrl: 'http://127.0.0.1:1' })
  expect((await thrownBy(nobody('/a', {}))).code).toBe('request-failed')
})

test('never shows a secret: not in a refusal, a body, a network error or its causes', async () => {
  const { options, read } = await setUp((url, response) => {
    response.statusCode = url.pathname === '/refused' ? 401 : 200
    response.end(`key ${KEY} of ${url}`)
  })
  const leaky: typeof fetch = async (url) => {
    throw new TypeError(`failed at ${String(url)}`, { cause: new Error(String(url)) })
  }
  const broken = createJsonReader({ ...options, fetch: leaky, baseUrl: 'http://127.0.0.1:1' })
  const query = { apiKey: KEY }
  const errors = [
    await thrownBy(read('/refused', query)),
    await thrownBy(read('/html', query)),
    await thrownBy(broken('/a', query)),
  ]
  for (const error of errors) {
    expect(error.message).toContain('[hidden]')
    expect(textOf(error)).not.toMatch(/k3y/)
  }
})

test('refuses a base that is no http URL, without showing the key in it', () => {
  const clock = createManualClock()
  for (const baseUrl of ['', 'ftp://a', 'api.espn.com', `nothing/${KEY}`]) {
    const make = () => createJsonReader({ fetch, clock, baseUrl, secrets: [KEY] })
    expect(make).toThrow(expect.objectContaining({ code: 'invalid-config' }))
    expect(make).not.toThrow(/k3y/)
  }
})
