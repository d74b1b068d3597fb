import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Account, type ExecutionPort, type OrderId, orderId, parseUsd } from '@bot/core'
import { afterAll, expect, test } from 'vitest'
import { openTestOrders } from './test-orders.js'
import { withoutTestOrders } from './without-test-orders.js'

const folder = mkdtempSync(join(tmpdir(), 'bot-test-orders-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const id = (n: number): OrderId => orderId(`0x${n.toString(16).padStart(64, '0')}`)

test('test orders outlive a process until they are removed', () => {
  const file = join(folder, 'kept', 'doctor-orders')
  expect(openTestOrders(file).ids()).toEqual([])
  openTestOrders(file).add(id(1))
  openTestOrders(file).add(id(2))
  expect(openTestOrders(file).ids()).toEqual([id(1), id(2)])
  openTestOrders(file).remove(id(1))
  openTestOrders(file).remove(id(7))
  expect(openTestOrders(file).ids()).toEqual([id(2)])
})

test('an account is read without a test order that came late, and the order is cancelled', async () => {
  const tests = openTestOrders(join(folder, 'late'))
  tests.add(id(1))
  const account: Account = { cash: parseUsd('5'), open: [id(3), id(1)], holdings: new Map() }
  const cancelled: unknown[] = []
  const port = {
    account: async () => account,
    cancel: async (ids: readonly OrderId[] | 'all') => {
      cancelled.push(ids)
      return []
    },
  } as Partial<ExecutionPort> as ExecutionPort
  expect(await withoutTestOrders(port, tests).account()).toEqual({ ...account, open: [id(3)] })
  expect(cancelled).toEqual([[id(1)]])
})
