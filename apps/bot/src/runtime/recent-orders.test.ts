import { type OrderId, type OrderState, orderId } from '@bot/core'
import { expect, test } from 'vitest'
import { nothing, stampedOf } from '../fixtures/ticks.js'
import { createRecentOrders } from './recent-orders.js'

const order = (id: OrderId): OrderState => ({ id }) as OrderState
const ids = (orders: readonly OrderState[]) => orders.map(({ id }) => id)
const reported = (id: string, at = 0) =>
  stampedOf({ type: 'execution', report: { order: orderId(id), status: 'cancelled' } }, at)

test('orders are remembered from when they were last heard of, the newest first', () => {
  const recent = createRecentOrders(order)
  for (const stamped of [reported('a'), reported('b'), nothing, reported('a')])
    recent.observe(stamped)
  expect(ids(recent.all())).toEqual(['a', 'b'])
})

test('what was not heard of for a quarter of an hour is forgotten, and so is all beyond fifty', () => {
  const recent = createRecentOrders(order)
  recent.observe(reported('old', 0))
  recent.observe(reported('new', 15 * 60_000))
  expect(ids(recent.all())).toEqual(['new'])
  for (let index = 0; index < 60; index++) recent.observe(reported(`${index}`, 15 * 60_000))
  expect(recent.all()).toHaveLength(50)
  expect(ids(recent.all())[0]).toBe('59')
})

test('reports of orders that are not ours are passed over', () => {
  const recent = createRecentOrders(() => undefined)
  recent.observe(reported('strange'))
  expect(recent.all()).toEqual([])
})
