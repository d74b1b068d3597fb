import { BotError, orderId, parseSize, parseUsd } from '@bot/core'
import { describe, expect, test, vi } from 'vitest'
import { type Answer, startExecution } from '../fixtures/start-execution.js'
import { readSubmitFailure, readSubmitReply } from './read-submit-reply.js'

const id = orderId('0xAb')
const signal = new AbortController().signal

test.each([
  ['accepted', 200, { success: true, errorMsg: '', orderID: '0xab', status: 'live' }],
  ['accepted', 200, { success: true, orderID: '0xab', errorMsg: null }],
  ['accepted', 400, { error: 'order 0xab is invalid. Duplicated.' }],
  ['accepted', 200, { success: false, errorMsg: 'order 0xab is invalid. Duplicated.' }],
  ['refused', 200, { success: false, orderID: null, errorMsg: 'Insufficient balance' }],
  ['refused', 200, { success: true, orderID: '', errorMsg: 'not enough balance / allowance' }],
  ['refused', 200, { success: false }],
  ['refused', 400, { error: 'not enough balance / allowance' }],
  ['refused', 401, { error: 'Unauthorized/Invalid api key' }],
  ['refused', 404, { error: 'market not found' }],
  ['refused', 425, { error: 'matching engine is restarting' }],
  ['refused', 429, { error: 'Too Many Requests' }],
  ['refused', 503, { error: 'post only', code: 'post_only_mode' }],
  ['refused', 503, { error: 'trading is disabled' }],
  ['refused', 503, { error: 'cancel-only' }],
  ['unknown', 503, { error: 'upstream' }],
  ['unknown', 503, '<html>'],
  ['unknown', 500, { error: 'could not insert order' }],
  ['unknown', 500, { error: 'there are no matching orders' }],
  ['unknown', 502, ''],
  ['unknown', 408, {}],
  ['unknown', 400, { error: 'context canceled' }],
  ['unknown', 200, { success: true, orderID: '0xother', errorMsg: '' }],
  ['unknown', 200, { success: true, errorMsg: '' }],
  ['unknown', 200, null],
  ['unknown', 200, { success: 'yes', orderID: '0xab' }],
] as const)('%s: status %i and %o', (outcome, status, body) => {
  const { result } = readSubmitReply({ status, body }, id)
  expect(result.outcome).toBe(outcome)
  if (outcome !== 'accepted') expect(result.reason).not.toBe('')
})

const FAK = 'no orders found to match with FAK order. FAK orders are partially filled or killed.'
const FOK = "order couldn't be fully filled. FOK orders are fully filled or killed."

test.each([
  [400, { error: FAK }, FAK],
  [400, { error: FOK }, FOK],
  [200, { success: false, errorMsg: FOK }, FOK],
] as const)(
  'an order that meets nothing was taken and killed: %i %o',
  async (status, body, said) => {
    const { execution, intent, reports } = await startExecution(() => [status, body])
    const prepared = await execution.prepare(intent({ tif: 'fak' }))
    expect(await execution.submit(prepared, signal)).toEqual({ outcome: 'accepted', reason: said })
    const killed = { order: prepared.id, status: 'cancelled', reason: said, matched: 0 }
    expect(reports).toMatchObject([killed])
  },
)

test('that nothing is met says nothing of an earlier post of the same bytes', async () => {
  let answer: Answer = [500, {}]
  const { execution, intent, reports } = await startExecution(() => answer)
  const prepared = await execution.prepare(intent({ tif: 'fak' }))
  await execution.submit(prepared, signal)
  answer = [400, { error: FAK }]
  expect((await execution.submit(prepared, signal)).outcome).toBe('unknown')
  expect(reports).toEqual([])
})

test('only what never left the process is refused for a failure', () => {
  const unsent = new BotError('rate-limited', 'no room', { sent: false })
  expect(readSubmitFailure(unsent)).toEqual({ outcome: 'refused', reason: 'no room' })
  for (const thrown of [new BotError('request-timed-out', 'late'), new Error('reset'), 'x']) {
    expect(readSubmitFailure(thrown).outcome).toBe('unknown')
  }
})

describe('what an answer tells at once', () => {
  const submit = async (
    parts: Parameters<Awaited<ReturnType<typeof startExecution>>['intent']>[0],
    answer: object,
    more?: (path: string) => Answer,
  ) => {
    const started = await startExecution(({ path, body }) => {
      if (path !== '/order') return more?.(path)
      return { success: true, errorMsg: '', orderID: prepared.id, ...answer, echo: body }
    })
    const prepared = await started.execution.prepare(started.intent(parts))
    await started.execution.submit(prepared, signal)
    return { ...started, prepared }
  }

  test('it is one post of exactly the prepared bytes', async () => {
    const { server, prepared, reports } = await submit({}, { status: 'live' })
    expect(server.seen).toHaveLength(1)
    expect(server.seen[0]?.body).toBe(prepared.wire)
    expect(reports).toEqual([{ order: prepared.id, token: '1', side: 'buy', status: 'open' }])
  })

  test.each([
    ['delayed', 'fak', 'open'],
    ['delayed', 'gtc', 'open'],
    ['unmatched', 'fok', 'cancelled'],
    ['unmatched', 'gtc', 'open'],
  ] as const)('%s without a trade is for a %s: %s', async (status, tif, told) => {
    const { reports, server } = await submit({ tif }, { status, makingAmount: '' })
    expect(reports).toMatchObject([{ status: told }])
    expect(server.seen).toHaveLength(1)
  })

  test('a sale is read the other way round, and one that is whole has no rest', async () => {
    const answer = { status: 'matched', makingAmount: '20', takingAmount: '11', tradeIDs: ['t'] }
    const { reports } = await submit({ side: 'sell', tif: 'fok' }, answer)
    expect(reports).toMatchObject([
      { tradeId: 't', exchanged: { size: parseSize('20'), notional: parseUsd('11') }, fee: 0 },
    ])
  })

  test('the rest of a taking order that was killed leaves a count of what matched', async () => {
    const answer = { status: 'matched', makingAmount: '2.5', takingAmount: '5', tradeIDs: ['t'] }
    const { reports } = await submit({ tif: 'fak' }, answer)
    expect(reports).toMatchObject([{ tradeId: 't' }, { status: 'cancelled', matched: 5_000_000 }])
  })

  test('what rests after a partial match is open', async () => {
    const answer = { status: 'matched', makingAmount: '2.5', takingAmount: '5', tradeIDs: ['t'] }
    const { reports } = await submit({}, answer)
    expect(reports.map(({ status }) => status)).toEqual(['open', 'matched'])
  })

  const row = (tradeId: string, order: string) => ({
    ...{ id: tradeId, taker_order_id: order, asset_id: '1', side: 'BUY', status: 'MATCHED' },
    ...{ size: '10', price: '0.5', owner: 'key', maker_orders: [] },
  })

  test.each([
    ['several trades', { makingAmount: '10', takingAmount: '20', tradeIDs: ['a', 'b'] }],
    ['trades without amounts', { makingAmount: '', takingAmount: '', tradeIDs: ['a', 'b'] }],
    ['amounts in other units', { makingAmount: '10000000', takingAmount: '20', tradeIDs: ['a'] }],
  ])('%s are looked up', async (_name, answer) => {
    const started = await submit({ tif: 'fak' }, { status: 'matched', ...answer }, (path) => {
      if (path !== '/data/trades') return null
      return { data: [row('b', last), row('a', last)], next_cursor: 'LTE=' }
    })
    const last = started.prepared.id
    await vi.waitFor(() => expect(started.reports).toHaveLength(2), 30_000)
    expect(started.reports.map(({ tradeId }) => tradeId)).toEqual(['a', 'b'])
    expect(started.problems).toEqual([])
  })

  test('a look-up that fails is a problem and no more', async () => {
    const answer = { status: 'matched', makingAmount: '', takingAmount: '', tradeIDs: ['a'] }
    const started = await submit({ tif: 'fak' }, answer, () => [500, {}])
    await vi.waitFor(() => expect(started.problems).toHaveLength(1), 30_000)
    expect(started.problems).toMatchObject([{ during: 'follow-up' }])
    expect(started.reports).toEqual([])
  })
})

test('a listener that throws is a problem, and the others hear', async () => {
  const started = await startExecution(() => ({}))
  const heard: unknown[] = []
  started.execution.reports(() => {
    throw new Error('broken')
  })
  started.execution.reports((report) => void heard.push(report))
  started.execution.deliver({ order: id, status: 'open' })
  expect(heard).toHaveLength(1)
  expect(started.problems).toMatchObject([{ during: 'listener' }])
})

test('a closed account sends nothing', async () => {
  const { execution, intent, server } = await startExecution(() => ({}))
  const prepared = await execution.prepare(intent())
  await execution.close()
  await execution.close()
  expect((await execution.submit(prepared, signal)).outcome).toBe('refused')
  expect(server.seen).toEqual([])
})

test('an action that nobody performs fails with what to do', async () => {
  const { execution } = await startExecution(() => ({}))
  const action = { action: 'redeem', markets: [], shares: parseSize('1') }
  expect(await execution.settle({ ref: 's', action } as never)).toMatchObject({
    ref: 's',
    status: 'failed',
    cash: 0,
    reason: expect.stringContaining('polymarket.com'),
  })
})
