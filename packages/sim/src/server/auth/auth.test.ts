import { timeMs } from '@bot/core'
import { createManualClock } from '@bot/core/testing'
import { expect, test } from 'vitest'
import { startVenue } from '../fixtures/test-server.js'
import { createTrader } from '../fixtures/test-trader.js'
import { isTimely } from './timely.js'

const UNKNOWN_KEY = { status: 401, body: { error: 'Unauthorized/Invalid api key' } }

test('judges a timestamp by the venue’s time, or by the clock of a venue that runs ahead of it', () => {
  const clock = createManualClock(timeMs(1_000_000_000))
  const at = (stated: number, actual = stated) =>
    ({
      exchange: { now: () => timeMs(stated), actualNow: () => timeMs(actual) },
      clock,
      rules: { timestampToleranceMs: 10_000 },
    }) as unknown as Parameters<typeof isTimely>[0]
  const right = at(1_000_000_000)
  expect(isTimely(right, '1000010')).toBe(true)
  expect(isTimely(right, '999990')).toBe(true)
  expect(isTimely(right, '1000011')).toBe(false)
  expect(isTimely(right, '999989')).toBe(false)
  expect(isTimely(right, 'now')).toBe(false)
  const ahead = at(2_000_000_000)
  expect([isTimely(ahead, '2000000'), isTimely(ahead, '1000000')]).toEqual([true, true])
  const skewed = at(1_000_060_000, 1_000_000_000)
  expect([isTimely(skewed, '1000060'), isTimely(skewed, '1000000')]).toEqual([true, false])
})

test('refuses a request that was signed long ago, by either kind of signature', async () => {
  const { server, exchange } = await startVenue({ rules: { timestampToleranceMs: 60_000 } })
  const trader = await createTrader(server.urls)
  expect((await trader.call('GET', '/auth/api-keys')).status).toBe(200)
  const undo = exchange.inject({ kind: 'clock-skew', millis: 120_000 })
  expect(await trader.call('GET', '/auth/api-keys')).toMatchObject(UNKNOWN_KEY)
  const late = await createTrader(server.urls)
  expect(late.apiKey).toBeUndefined()
  undo()
  expect((await trader.call('GET', '/auth/api-keys')).status).toBe(200)
})

test('makes, lists and takes back readonly and builder keys', async () => {
  const { server } = await startVenue()
  const trader = await createTrader(server.urls)
  const other = await createTrader(server.urls)
  const made = (await trader.call('POST', '/auth/readonly-api-key')).body.apiKey
  expect((await trader.call('GET', '/auth/readonly-api-keys')).body).toEqual([made])
  expect((await other.call('GET', '/auth/readonly-api-keys')).body).toEqual([])
  const dropping = { key: made }
  expect((await other.call('DELETE', '/auth/readonly-api-key', dropping)).status).toBe(404)
  expect((await trader.call('DELETE', '/auth/readonly-api-key', {})).status).toBe(400)
  expect((await trader.call('DELETE', '/auth/readonly-api-key', dropping)).body).toBe(true)
  const builder = (await trader.call('POST', '/auth/builder-api-key')).body
  expect(Object.keys(builder)).toEqual(['key', 'secret', 'passphrase'])
  expect((await trader.call('GET', '/auth/builder-api-key')).body).toMatchObject([
    { key: builder.key },
  ])
  expect((await trader.call('DELETE', '/auth/builder-api-key')).body).toBe('OK')
  expect((await trader.call('DELETE', '/auth/builder-api-key')).status).toBe(400)
})

test('forgets a deleted key and makes the same one again', async () => {
  const { server } = await startVenue()
  const trader = await createTrader(server.urls)
  expect((await trader.call('DELETE', '/auth/api-key')).body).toBe('OK')
  expect(await trader.call('GET', '/auth/api-keys')).toMatchObject(UNKNOWN_KEY)
})
