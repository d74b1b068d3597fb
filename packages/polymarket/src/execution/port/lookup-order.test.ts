import { type ExecutionReport, orderId, parseSize } from '@bot/core'
import { expect, test } from 'vitest'
import { type Answer, startExecution } from '../fixtures/start-execution.js'

const signal = new AbortController().signal
const none = { data: [], next_cursor: 'LTE=' }

const trade = (order: string, own: Record<string, unknown> = {}) => ({
  ...{ id: 't', taker_order_id: order, asset_id: '1', side: 'BUY', status: 'CONFIRMED' },
  ...{ size: '20', price: '0.5', owner: 'key', maker_orders: [], ...own },
})

/** An order that was accepted, with what the venue says of it afterwards. */
const accepted = async (
  parts: object,
  later: (id: string) => Readonly<{ order?: Answer; trades?: readonly unknown[] }>,
) => {
  const started = await startExecution(({ path, method }) => {
    if (method === 'DELETE') return { canceled: [id], not_canceled: {} }
    if (path === '/order') return { success: true, errorMsg: '', orderID: id, status: 'live' }
    const { order = null, trades = [] } = later(id)
    return path === '/data/trades' ? { ...none, data: trades } : order
  })
  const prepared = await started.execution.prepare(started.intent(parts))
  const { id } = prepared
  await started.execution.submit(prepared, signal)
  return { ...started, id, lookup: () => started.execution.lookup(id) }
}

test.each([null, '', {}, [404, { error: 'order not found' }]])(
  'an order of which there is no trace (%o) is not found',
  async (answer) => {
    const { execution } = await startExecution(({ path }) =>
      path === '/data/trades' ? none : answer,
    )
    expect(await execution.lookup(orderId('0x1'))).toBe('not-found')
  },
)

test('an empty body is no order either', async () => {
  const { execution } = await startExecution(({ path }) =>
    path === '/data/trades' ? none : [200, ''],
  )
  expect(await execution.lookup(orderId('0x1'))).toBe('not-found')
})

test('an accepted order that left the book without a trade is not called over before its trades may come', async () => {
  const { lookup, clock, id } = await accepted({}, () => ({}))
  expect(await lookup()).toMatchObject([{ order: id, status: 'unknown' }])
  clock.advance(30_000)
  expect(await lookup()).toMatchObject([{ order: id, status: 'cancelled' }])
})

test('nor one of which a part is told', async () => {
  const part = { size: '5' }
  const { lookup, clock } = await accepted({}, (id) => ({ trades: [trade(id, part)] }))
  const statuses = async () => ((await lookup()) as ExecutionReport[]).map(({ status }) => status)
  expect(await statuses()).toEqual(['confirmed', 'unknown'])
  clock.advance(30_000)
  expect(await statuses()).toEqual(['confirmed', 'cancelled'])
})

test('a whole one ends with its trade', async () => {
  const { lookup } = await accepted({}, (id) => ({ trades: [trade(id)] }))
  expect(await lookup()).toMatchObject([
    { tradeId: 't', status: 'confirmed', exchanged: { size: parseSize('20') } },
  ])
})

test('a taking one trades at once, so that less than the whole is all', async () => {
  const { lookup } = await accepted({ tif: 'fak' }, (id) => ({
    trades: [trade(id, { size: '5' })],
  }))
  expect(await lookup()).toMatchObject([{ status: 'confirmed' }, { status: 'cancelled' }])
})

test('an end is not told while the order has matched more than its trades say', async () => {
  const order = { id: '0x', status: 'MATCHED', order_type: 'FAK', original_size: '20' }
  const { lookup } = await accepted({ tif: 'fak' }, (id) => ({
    order: { ...order, size_matched: '12' },
    trades: [trade(id, { size: '5' })],
  }))
  expect(await lookup()).toMatchObject([{ status: 'confirmed' }, { status: 'unknown' }])
})

test('an order that was cancelled stays so when the venue has forgotten it', async () => {
  const { execution, id, lookup } = await accepted({}, () => ({}))
  expect(await execution.cancel([id])).toEqual([{ order: id, status: 'cancelled' }])
  expect(await lookup()).toMatchObject([{ order: id, status: 'cancelled' }])
})

test('an order that is over and known says how much it matched, also once the venue has forgotten it', async () => {
  let order: unknown = null
  const { execution, lookup, id } = await accepted({}, () => ({
    order: order as Answer,
    trades: [trade(id, { size: '5' })],
  }))
  const end = { order: id, status: 'cancelled', matched: parseSize('5') }
  order = { id, status: 'CANCELED', order_type: 'GTC', original_size: '20', size_matched: '5' }
  expect(await lookup()).toMatchObject([{ status: 'confirmed' }, end])
  // The answer to a cancel has no count, and takes none away.
  await execution.cancel([id])
  order = null
  expect(await lookup()).toMatchObject([{ status: 'confirmed' }, end])
})

test('trades are asked for by market and time, all pages, and only ours are read', async () => {
  const other = { ...trade('0xother'), status: 'A NEW ONE' }
  let page = 0
  const started = await startExecution(({ path }) => {
    if (path === '/order') return [500, {}]
    if (path !== '/data/trades') return null
    page += 1
    return page === 1
      ? { data: [other], next_cursor: 'Mg==' }
      : { data: [trade(prepared.id)], next_cursor: 'LTE=' }
  })
  const prepared = await started.execution.prepare(started.intent())
  expect((await started.execution.submit(prepared, signal)).outcome).toBe('unknown')
  expect(await started.execution.lookup(prepared.id)).toMatchObject([{ status: 'confirmed' }])
  const asked = started.server.seen.filter(({ path }) => path === '/data/trades')
  expect(asked.map(({ query }) => [query.get('market'), query.get('next_cursor')])).toEqual([
    ['m', 'MA=='],
    ['m', 'Mg=='],
  ])
  const after = Number(asked[0]?.query.get('after'))
  expect(after).toBe(Math.floor(started.clock.now() / 1000) - 600)
})

test('an order of an earlier run is sought in its market, and less than its size is all', async () => {
  const id = orderId('0xearlier')
  const { execution, server, intent } = await startExecution(
    ({ path }) => (path === '/data/trades' ? { ...none, data: [trade(id, { size: '5' })] } : null),
    { orderOf: (asked) => (asked === id ? intent() : undefined) },
  )
  expect(await execution.lookup(id)).toMatchObject([
    { status: 'confirmed' },
    { status: 'cancelled' },
  ])
  const asked = server.seen.find(({ path }) => path === '/data/trades')?.query
  expect([asked?.get('market'), asked?.get('after')]).toEqual(['m', null])
})

test('what is ours and cannot be read is an error, never left out', async () => {
  const { lookup } = await accepted({}, (id) => ({ trades: [trade(id, { status: 'ODD' })] }))
  await expect(lookup()).rejects.toMatchObject({
    code: 'unexpected-response',
    context: { reason: 'unknown-trade-status' },
  })
  const odd = await accepted({}, (id) => ({ order: { id, status: 'ODD' } }))
  await expect(odd.lookup()).rejects.toMatchObject({ code: 'unexpected-response' })
})
