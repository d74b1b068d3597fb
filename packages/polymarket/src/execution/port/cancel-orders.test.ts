import { orderId } from '@bot/core'
import { expect, test, vi } from 'vitest'
import { startExecution } from '../fixtures/start-execution.js'

const ids = (count: number) =>
  Array.from({ length: count }, (_, index) => orderId(`0x${index.toString(16)}`))

test('one, many and all go to their own routes, and each order is told of', async () => {
  const { execution, server, paths } = await startExecution(({ path }) =>
    path === '/orders'
      ? { canceled: ['0x0'], not_canceled: { '0x1': 'already canceled or matched', '0x9': '' } }
      : { canceled: ['0x0'], not_canceled: null },
  )
  expect(await execution.cancel([])).toEqual([])
  expect(await execution.cancel(ids(1))).toEqual([{ order: '0x0', status: 'cancelled' }])
  expect(await execution.cancel(ids(3))).toEqual([
    { order: '0x1', status: 'refused', reason: 'already canceled or matched' },
    { order: '0x9', status: 'refused', reason: 'no reason given' },
    { order: '0x0', status: 'cancelled' },
    { order: '0x2', status: 'refused', reason: 'the venue did not answer for it' },
  ])
  expect(await execution.cancel('all')).toEqual([{ order: '0x0', status: 'cancelled' }])
  expect(paths()).toEqual(['DELETE /order', 'DELETE /orders', 'DELETE /cancel-all'])
  expect(server.seen.map(({ body }) => body)).toEqual([
    '{"orderID":"0x0"}',
    '["0x0","0x1","0x2"]',
    '',
  ])
})

test('many are cancelled in batches that the lowest tier can take', async () => {
  const { execution, server, clock } = await startExecution(({ body }) => ({
    canceled: JSON.parse(body),
    not_canceled: {},
  }))
  const done = execution.cancel(ids(250))
  await vi.waitFor(() => {
    clock.advance(100)
    expect(server.seen).toHaveLength(3)
  }, 30_000)
  expect(await done).toHaveLength(250)
  expect(server.seen.map(({ body }) => JSON.parse(body).length)).toEqual([100, 100, 50])
})

test('a cancel-all that costs more than the tier allows is done by ids', async () => {
  const { execution, paths } = await startExecution(({ path }) => {
    if (path === '/cancel-all') return [429, { error: 'Too Many Requests' }]
    if (path === '/data/orders')
      return { data: [{ id: '0x0' }, { id: '0x1' }], next_cursor: 'LTE=' }
    return { canceled: ['0x0', '0x1'], not_canceled: {} }
  })
  expect(await execution.cancel('all')).toHaveLength(2)
  expect(paths()).toEqual(['DELETE /cancel-all', 'GET /data/orders', 'DELETE /orders'])
})

test('a cancel that fails is an error', async () => {
  const { execution } = await startExecution(() => [500, { error: 'oops' }])
  await expect(execution.cancel('all')).rejects.toMatchObject({ code: 'request-failed' })
})
