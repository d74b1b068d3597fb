import { type ExecutionReport, isBotError, type OrderId, orderId } from '@bot/core'
import { z } from 'zod'
import { expectShape } from '../../transport/expect-shape.js'
import type { SignedRequest } from '../auth/create-signed-client.js'
import type { ExecutionContext } from './execution-context.js'
import { readOpenOrders } from './read-account.js'

/** Ids a request: below what the lowest tier may cancel at once, so that a batch can always succeed. */
const BATCH = 100
const shape = z.object({
  canceled: z.array(z.string()).nullish(),
  not_canceled: z.record(z.string(), z.string()).nullish(),
})

/**
 * Cancels and says what became of each: `cancelled`, or `refused` with the venue's reason, which says nothing of the
 * order itself.
 *
 * @throws BotError what `readJson` throws when a request fails; orders of earlier batches are cancelled then.
 */
export const cancelOrders = async (
  context: ExecutionContext,
  ids: readonly OrderId[] | 'all',
): Promise<readonly ExecutionReport[]> => {
  const reports = ids === 'all' ? await cancelAll(context) : await cancelEach(context, ids)
  const now = context.clock.now()
  for (const report of reports) context.memory.hear(report, now)
  return reports
}

/** The cost of a cancel-all is all that is open: too much for the account's tier can never succeed, batches can. */
const cancelAll = async (context: ExecutionContext): Promise<readonly ExecutionReport[]> => {
  try {
    return await cancel(context, { method: 'DELETE', path: '/cancel-all' }, [])
  } catch (thrown) {
    if (!isBotError(thrown, 'rate-limited')) throw thrown
    return cancelEach(context, await readOpenOrders(context))
  }
}

const cancelEach = async (
  context: ExecutionContext,
  ids: readonly OrderId[],
): Promise<readonly ExecutionReport[]> => {
  const [first] = ids
  if (first === undefined) return []
  if (ids.length === 1) {
    const body = JSON.stringify({ orderID: first })
    return cancel(context, { method: 'DELETE', path: '/order', body }, ids)
  }
  const reports: ExecutionReport[] = []
  for (let from = 0; from < ids.length; from += BATCH) {
    const batch = ids.slice(from, from + BATCH)
    const body = JSON.stringify(batch)
    const request = { method: 'DELETE', path: '/orders', body, items: batch.length } as const
    reports.push(...(await cancel(context, request, batch)))
  }
  return reports
}

const cancel = async (
  { client }: ExecutionContext,
  request: SignedRequest,
  wanted: readonly OrderId[],
): Promise<readonly ExecutionReport[]> => {
  const { canceled, not_canceled } = expectShape(shape, await client.read(request), request.path)
  const reports = new Map<string, ExecutionReport>()
  for (const [id, reason] of Object.entries(not_canceled ?? {})) {
    const told = reason === '' ? 'no reason given' : reason
    reports.set(id, { order: orderId(id), status: 'refused', reason: told })
  }
  for (const id of canceled ?? []) reports.set(id, { order: orderId(id), status: 'cancelled' })
  for (const id of wanted) {
    if (reports.has(id)) continue
    reports.set(id, { order: id, status: 'refused', reason: 'the venue did not answer for it' })
  }
  return [...reports.values()]
}
