import { type PreparedOrder, wait } from '@bot/core'
import type { TransportReply } from '../../transport/create-transport.js'
import type { ExecutionContext } from './execution-context.js'

/** An order is worth waiting for only so long: its price is of now. */
const LONGEST_WAIT_MS = 2_000

/**
 * Posts the bytes of an order, and once more when the venue says that it was over a limit and when there is room.
 *
 * A 429 comes before anything takes effect, and the second post is of the same bytes.
 */
export const postOrder = async (
  { client, clock }: ExecutionContext,
  { wire }: PreparedOrder,
  signal: AbortSignal,
): Promise<TransportReply> => {
  const request = { method: 'POST', path: '/order', body: wire, signal } as const
  const first = await client.send(request)
  const waitMs = first.status === 429 ? first.retryAfterMs : undefined
  if (waitMs === undefined || waitMs > LONGEST_WAIT_MS) return first
  try {
    await wait(clock, waitMs, signal)
  } catch {
    return first
  }
  return client.send(request)
}
