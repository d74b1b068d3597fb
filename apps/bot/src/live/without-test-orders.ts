import type { ExecutionPort } from '@bot/core'
import type { TestOrders } from './test-orders.js'

/** Reads an account without doctor's test orders, and cancels one that is open after all. */
export const withoutTestOrders = (port: ExecutionPort, tests: TestOrders): ExecutionPort => ({
  ...port,
  account: async () => {
    const account = await port.account()
    const known = new Set(tests.ids())
    const left = account.open.filter((id) => known.has(id))
    if (left.length === 0) return account
    await port.cancel(left)
    return { ...account, open: account.open.filter((id) => !known.has(id)) }
  },
})
