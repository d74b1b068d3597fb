import { BotError } from '@bot/core'
import { createManualClock } from '@bot/core/testing'
import { expect, test } from 'vitest'
import { describeSources } from '../describe-sources.js'
import { createSourceChain, type Fallback } from './create-source-chain.js'
import type { Source } from './source.js'

const noRetry = { retries: 0, minWaitMs: 1, maxWaitMs: 1 }
const failing =
  (code: 'request-failed' | 'rate-limited' = 'request-failed') =>
  async () => {
    throw new BotError(code, 'the host said 503')
  }
const scripted = (
  name: string,
  script: { read: () => Promise<string> },
): Source<string, string> => ({
  name,
  read: () => script.read(),
})
const setUp = () => {
  const clock = createManualClock()
  const gamma = { read: async (): Promise<string> => 'from gamma' }
  const clob = { read: async (): Promise<string> => 'from clob' }
  const fallbacks: Fallback[] = []
  const chain = createSourceChain({
    kind: 'markets',
    sources: [scripted('gamma', gamma), scripted('clob', clob)],
    clock,
    retry: noRetry,
    onFallback: (fallback) => fallbacks.push(fallback),
  })
  return { clock, gamma, clob, chain, fallbacks }
}

test('the first source that answers is used and says that it is live', async () => {
  const { chain } = setUp()
  expect(await chain.read('all')).toMatchObject({
    value: 'from gamma',
    provenance: { source: 'gamma', ageMs: 0, state: 'live', simulated: false },
  })
})

test('the second source stands in and the fallback is reported with its reason', async () => {
  const { chain, gamma, fallbacks } = setUp()
  gamma.read = failing()
  expect((await chain.read('all')).provenance.source).toBe('clob')
  expect(fallbacks).toEqual([
    { kind: 'markets', from: 'gamma', to: 'clob', reason: 'gamma: the host said 503' },
  ])
})

test('with all sources down a value is cached for five minutes, then last known, with its age', async () => {
  const { chain, gamma, clob, clock } = setUp()
  await chain.read('all')
  gamma.read = failing()
  clob.read = failing()
  clock.advance(300_000)
  expect((await chain.read('all')).provenance).toEqual({
    source: 'gamma',
    ageMs: 300_000,
    state: 'cached',
    simulated: false,
  })
  clock.advance(1)
  expect((await chain.read('all')).provenance).toMatchObject({
    state: 'last-known',
    ageMs: 300_001,
  })
})

test('nothing remembered and nothing read is an error that names every source', async () => {
  const { chain, gamma, clob } = setUp()
  gamma.read = failing()
  clob.read = failing('rate-limited')
  const error = await chain.read('all').catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ code: 'no-data', context: { kind: 'markets' } })
  expect(String(error)).toContain('gamma: the host said 503; clob: the host said 503')
})

test('a key never gets the value of another', async () => {
  const { chain, gamma, clob } = setUp()
  await chain.read('a')
  gamma.read = failing()
  clob.read = failing()
  await expect(chain.read('b')).rejects.toMatchObject({ code: 'no-data' })
})

test('a source that fails three times in a row is asked last until its rest is over', async () => {
  const { chain, gamma, clob, clock } = setUp()
  let asked = 0
  gamma.read = async () => {
    asked += 1
    throw new BotError('request-failed', 'down')
  }
  for (let i = 0; i < 3; i++) await chain.read('all')
  await chain.read('all')
  expect(asked).toBe(3)
  clob.read = failing()
  await chain.read('all')
  expect(asked).toBe(4)
  clock.advance(300_001)
  gamma.read = async () => 'back'
  expect((await chain.read('all')).value).toBe('back')
})

test('a source that hangs is given up after its time limit', async () => {
  const { chain, gamma, clock } = setUp()
  gamma.read = () => new Promise(() => {})
  const read = chain.read('all')
  await clock.advanceAsync(10_000)
  expect((await read).provenance.source).toBe('clob')
  expect(chain.health()[0]?.lastError).toBe('gamma took longer than 10000 ms')
  expect(clock.pending()).toBe(0)
})

test('an abort ends the read at once and is no failure of the source', async () => {
  const { chain, gamma } = setUp()
  gamma.read = () => new Promise(() => {})
  const controller = new AbortController()
  const read = chain.read('all', controller.signal)
  controller.abort()
  await expect(read).rejects.toMatchObject({ code: 'aborted' })
  expect(chain.health()[0]?.totalRequests).toBe(0)
})

test('only errors that are safe to repeat are retried, and rate limits are not', async () => {
  const clock = createManualClock()
  const counts = { safe: 0, never: 0, limited: 0 }
  const source = (
    name: keyof typeof counts,
    code: 'request-failed' | 'request-refused' | 'rate-limited',
  ) => ({
    name,
    read: async (): Promise<string> => {
      counts[name] += 1
      throw new BotError(code, 'no')
    },
  })
  const chain = createSourceChain<string, string>({
    kind: 'x',
    sources: [
      source('safe', 'request-failed'),
      source('never', 'request-refused'),
      source('limited', 'rate-limited'),
    ],
    clock,
    retry: { retries: 2, minWaitMs: 1_000, maxWaitMs: 1_500 },
  })
  const read = expect(chain.read('all')).rejects.toMatchObject({ code: 'no-data' })
  await clock.advanceAsync(2_499)
  expect(counts.safe).toBe(2)
  await clock.advanceAsync(1)
  await read
  expect(counts).toEqual({ safe: 3, never: 1, limited: 1 })
})

test('health follows the share of successful tries', async () => {
  const { chain, gamma } = setUp()
  const answers = [true, true, false, true, false, false, false]
  const statuses: string[] = []
  for (const good of answers) {
    gamma.read = good ? async () => 'x' : failing()
    await chain.read('all')
    statuses.push(chain.health()[0]?.status ?? '')
  }
  expect(statuses).toEqual([
    'healthy',
    'healthy',
    'degraded',
    'degraded',
    'degraded',
    'down',
    'down',
  ])
  expect(describeSources(chain.health())['gamma']).toMatchObject({
    total_requests: 7,
    status: 'down',
  })
})
