import { timeMs } from '@bot/core'
import { createManualClock } from '@bot/core/testing'
import type { Hex } from 'viem'
import { expect, test } from 'vitest'
import { postJson, startVenue } from '../fixtures/test-server.js'
import { createTrader, type OrderParts } from '../fixtures/test-trader.js'
import { ENGINE_MESSAGES, type EngineMessage } from './engine-messages.js'
import { createTradingModes } from './trading-modes.js'

const setUp = async (options: Parameters<typeof startVenue>[0] = {}) => {
  const venue = await startVenue(options)
  const trader = await createTrader(venue.server.urls)
  const buy = { token: venue.yes, side: 'BUY', maker: 4_000_000, taker: 10_000_000 } as const
  const post = async (parts: Partial<OrderParts> = {}) =>
    trader.call('POST', '/order', await trader.order({ ...buy, ...parts }))
  return { ...venue, trader, buy, post }
}

const STRANGER = `0x${'7'.repeat(40)}` as Hex

test.each([
  [
    'a maker that is nobody’s',
    { maker: STRANGER },
    'maker address not allowed, please use the deposit wallet flow',
  ],
  [
    'a proxy that is not the signer’s',
    { maker: STRANGER, signatureType: 1 },
    'maker address not allowed, please use the deposit wallet flow',
  ],
  [
    'a deposit wallet of another',
    { maker: STRANGER, signer: STRANGER, signatureType: 3 },
    'the order signer address has to be the address of the API KEY',
  ],
  [
    'another signer',
    { signer: STRANGER },
    'the order signer address has to be the address of the API KEY',
  ],
] as const)('refuses %s', async (_name, signed, error) => {
  const { post } = await setUp()
  expect(await post({ signed })).toMatchObject({ status: 400, body: { error } })
})

test('refuses all but deposit wallets where accounts are new', async () => {
  const { post } = await setUp({ rules: { makers: 'deposit-wallets' } })
  expect((await post()).body.error).toBe(
    'maker address not allowed, please use the deposit wallet flow',
  )
})

test('tells an order that was signed for the next exchange to be signed anew', async () => {
  const { post } = await setUp()
  expect(await post({ version: '3' })).toMatchObject({
    status: 400,
    body: { error: 'order_version_mismatch' },
  })
})

test('lets the closed-only sell and the banned nothing', async () => {
  const { post, server, trader, exchange, market } = await setUp()
  const stand = (standing: string) =>
    postJson(`${server.urls.sim}/_sim/standing`, { address: trader.address, standing })
  await stand('closed-only')
  expect((await trader.call('GET', '/auth/ban-status/closed-only')).body).toEqual({
    closed_only: true,
  })
  const refused = await post()
  expect(refused.status).toBe(400)
  expect(refused.body.error.toLowerCase()).toBe(`'${trader.address}' address in closed only mode`)
  exchange.split(trader.address, market.id, 10_000_000 as never)
  const sell = { side: 'SELL', maker: 10_000_000, taker: 9_000_000 } as const
  expect((await post(sell)).status).toBe(200)
  await stand('banned')
  expect((await post(sell)).body.error.toLowerCase()).toBe(`'${trader.address}' address banned`)
})

test('says what the engine says now and then, with its status', async () => {
  const { post, server, exchange, trader } = await setUp()
  const url = `${server.urls.sim}/_sim/refusals`
  for (const [name, { status, text }] of Object.entries(ENGINE_MESSAGES)) {
    await postJson(url, { message: name as EngineMessage })
    const refused = await post()
    const id = /0x[0-9a-f]{64}/.exec(refused.body.error)?.[0] ?? ''
    expect(refused.body).toEqual({ error: text(id) })
    expect(refused.status).toBe(name === 'context-canceled' ? 400 : status)
  }
  expect(exchange.openOrders(trader.address)).toEqual([])
  await postJson(url, { message: 'invalid-nonce', count: 2, signer: STRANGER })
  expect((await post()).status).toBe(200)
  expect((await postJson(url, { message: 'no' })).status).toBe(400)
})

test('takes what its mode allows, and says so in the venue’s words', async () => {
  const { post, server, trader, buy } = await setUp()
  const resting = (await post()).body.orderID
  const set = (mode: string) =>
    server.faults.set({ kind: 'trading-mode', scope: 'venue', mode } as never)
  const cancel = () => trader.call('DELETE', '/order', { orderID: resting })
  set('restarting')
  expect([(await post()).status, (await cancel()).status]).toEqual([425, 425])
  set('disabled')
  const disabled = 'Trading is currently disabled. Check polymarket.com for updates'
  expect(await cancel()).toMatchObject({ status: 503, body: { error: disabled } })
  set('cancel-only')
  expect(await post()).toMatchObject({
    status: 503,
    body: {
      error:
        'Trading is currently cancel-only. New orders are not accepted, but cancels are allowed.',
    },
  })
  set('post-only')
  const refused = await post()
  const error = 'post-only mode: only post-only orders and cancels are allowed'
  expect(refused).toMatchObject({ status: 503, body: { error, code: 'post_only_mode' } })
  expect(refused.headers.get('retry-after')).toBe(String(refused.body.retry_after_seconds))
  expect((await post({ postOnly: true })).status).toBe(200)
  const batch = await trader.call('POST', '/orders', [await trader.order(buy)])
  expect(batch).toMatchObject({
    status: 200,
    body: [{ success: true, orderID: '', errorMsg: error, status: '' }],
  })
  expect((await cancel()).body.canceled).toEqual([resting])
})

test('follows a restart with two minutes of post-only mode', () => {
  const clock = createManualClock(timeMs(0))
  const modes = createTradingModes(clock.now, 120_000)
  expect(modes.current()).toEqual({ mode: 'normal' })
  modes.set('restarting', 90_000)
  clock.advance(89_999)
  expect(modes.current().mode).toBe('restarting')
  clock.advance(1)
  expect(modes.current()).toEqual({ mode: 'post-only', until: 210_000 })
  clock.advance(120_000)
  expect(modes.current()).toEqual({ mode: 'normal' })
  modes.set('cancel-only')
  clock.advance(10_000_000)
  expect(modes.current()).toEqual({ mode: 'cancel-only' })
  modes.set('restarting', 1)
  clock.advance(500_000)
  expect(modes.current()).toEqual({ mode: 'normal' })
})
