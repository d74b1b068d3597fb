import { parseSize, parseUsd, tokenId } from '@bot/core'
import { createManualClock } from '@bot/core/testing'
import { expect, test } from 'vitest'
import { startExecution } from '../fixtures/start-execution.js'
import { startHeartbeat } from './start-heartbeat.js'

const position = (asset: string, size: number) => ({
  ...{ proxyWallet: '0xw', conditionId: 'm', asset, size },
})

test('the account is cash, open orders of all pages, and holdings without a threshold', async () => {
  const { execution, server } = await startExecution(({ path, query }) => {
    if (path === '/balance-allowance') return { balance: '12345678', allowances: { '0xe': '1' } }
    if (path === '/positions') return [position('7', 0.5), position('8', 3), position('9', 0)]
    return query.get('next_cursor') === 'MA=='
      ? { data: [{ id: '0x1' }], next_cursor: 'Mg==' }
      : { data: [{ id: '0x2' }], next_cursor: 'LTE=' }
  })
  const account = await execution.account()
  expect(account).toMatchObject({ cash: parseUsd('12.345678'), open: ['0x1', '0x2'] })
  expect([...account.holdings]).toEqual([
    ['7', parseSize('0.5')],
    ['8', parseSize('3')],
  ])
  const asked = server.seen.find(({ path }) => path === '/positions')
  expect(asked?.query.get('sizeThreshold')).toBe('0')
  expect(asked?.query.get('user')).toBe(execution.address)
})

test('a token that just traded is read from the exchange, since the listing lags', async () => {
  let balance = '20000000'
  const { execution, clock } = await startExecution(({ path, query }) => {
    if (path === '/positions') return [position('7', 5)]
    if (path !== '/balance-allowance') return { data: [], next_cursor: 'LTE=' }
    return { balance: query.get('token_id') === '7' ? balance : '0' }
  })
  const held = async () => (await execution.account()).holdings.get(tokenId('7'))
  expect(await held()).toBe(parseSize('5'))
  const token = tokenId('7')
  execution.deliver({ order: 'x' as never, token, tradeId: 't', status: 'matched' })
  expect(await held()).toBe(parseSize('20'))
  balance = '0'
  expect(await held()).toBeUndefined()
  clock.advance(600_001)
  expect(await held()).toBe(parseSize('5'))
})

test('a balance can be refreshed first, whatever the refresh answers', async () => {
  const { execution, paths } = await startExecution(({ path }) =>
    path === '/balance-allowance/update' ? [200, ''] : { balance: '5', allowances: { '0xe': '9' } },
  )
  expect(await execution.balanceOf(tokenId('7'), true)).toEqual({
    balance: 5,
    allowances: { '0xe': '9' },
  })
  expect(paths()).toEqual(['GET /balance-allowance/update', 'GET /balance-allowance'])
})

test('positions that cannot be read are an error, never an empty account', async () => {
  const { execution } = await startExecution(({ path }) => {
    if (path === '/positions') return [{ asset: '7' }]
    return path === '/balance-allowance' ? { balance: '1' } : { data: [], next_cursor: 'LTE=' }
  })
  await expect(execution.account()).rejects.toMatchObject({ code: 'unexpected-response' })
})

test('a heartbeat echoes the last id, and takes the one that the venue wants instead', async () => {
  let expected = ''
  let made = 0
  const { execution, server } = await startExecution(({ body }) => {
    const { heartbeat_id: given } = JSON.parse(body)
    if (given !== expected) return [400, { heartbeat_id: expected, error_msg: 'invalid' }]
    expected = `id-${++made}`
    return { heartbeat_id: expected }
  })
  expect(await execution.heartbeat('')).toBe('id-1')
  expect(await execution.heartbeat('stale')).toBe('id-2')
  expect(server.seen.map(({ body }) => JSON.parse(body).heartbeat_id)).toEqual([
    '',
    'stale',
    'id-1',
  ])
})

test('a heartbeat begins anew after the switch has fired', async () => {
  let expected = ''
  const { execution } = await startExecution(({ body }) => {
    if (JSON.parse(body).heartbeat_id !== expected) return [400, { heartbeat_id: expected }]
    expected = 'id-1'
    return { heartbeat_id: expected }
  })
  expect(await execution.heartbeat('of before the switch fired')).toBe('id-1')
})

test('beats go out every five seconds, sooner after a failure, and end when stopped', async () => {
  const clock = createManualClock()
  const sent: string[] = []
  const failures: unknown[] = []
  let broken = false
  const heart = startHeartbeat({
    beat: async (id) => {
      sent.push(id)
      if (broken) throw new Error('down')
      return `${sent.length}`
    },
    clock,
    onFailure: (cause) => void failures.push(cause),
  })
  await clock.advanceAsync(10_000)
  expect(sent).toEqual(['', '1', '2'])
  broken = true
  await clock.advanceAsync(5_000)
  await clock.advanceAsync(1_000)
  expect(sent).toEqual(['', '1', '2', '3', '3'])
  expect(failures).toHaveLength(2)
  expect(heart.status()).toMatchObject({ beats: 3, failures: 2 })
  heart.stop()
  await clock.advanceAsync(60_000)
  expect(sent).toHaveLength(5)
  expect(clock.pending()).toBe(0)
})
