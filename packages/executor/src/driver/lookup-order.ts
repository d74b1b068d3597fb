import type { OrderId, OrderRef, TimeMs } from '@bot/core'
import { type DriverContext, executionEvent } from './driver-context.js'

const NOT_FOUND_AFTER_MS = 60_000

/**
 * Asks the venue what became of an order, by its id.
 *
 * An order that was never prepared was never sent, and is reported so. One that the venue doesn't know stays
 * `unknown` until so long after its submit that the bytes can't be under way any more; then it counts as refused, or,
 * when the venue had it, as cancelled. An order of an earlier run counts from the start of this one.
 */
export const lookupOrder = async (context: DriverContext, ref: OrderRef): Promise<void> => {
  await context.sending.get(ref)
  const found = identify(context, ref)
  if (found === undefined) {
    context.emit({ type: 'order-not-sent', ref, reason: 'never prepared' })
    return
  }
  try {
    const reports = await context.options.port.lookup(found.id)
    if (reports !== 'not-found') context.emit(...reports.map(executionEvent))
    else context.emit(executionEvent({ order: found.id, ...missing(context, ref, found.sentAt) }))
  } catch (thrown) {
    context.fail('lookup', thrown, ref)
  }
}

const identify = (
  context: DriverContext,
  ref: OrderRef,
): Readonly<{ id: OrderId; sentAt: TimeMs }> | undefined => {
  const known = context.known.get(ref)
  if (known !== undefined) return known
  const id = context.options.orderOf(ref)?.id
  return id === undefined ? undefined : { id, sentAt: context.startedAt }
}

const missing = (context: DriverContext, ref: OrderRef, sentAt: TimeMs) => {
  const { notFoundAfterMs = NOT_FOUND_AFTER_MS, now, orderOf } = context.options
  if (now() - sentAt < notFoundAfterMs)
    return { status: 'unknown', reason: 'not found yet' } as const
  return orderOf(ref)?.status === 'open'
    ? ({ status: 'cancelled', reason: 'the venue no longer knows the order' } as const)
    : ({ status: 'refused', reason: 'the venue does not know the order' } as const)
}
