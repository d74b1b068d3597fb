import {
  type Approved,
  messageOf,
  type OrderIntent,
  type PreparedOrder,
  type SubmitResult,
} from '@bot/core'
import { type DriverContext, executionEvent } from './driver-context.js'

/** Orders of this process that are remembered; older ones are found through `orderOf`. */
const KNOWN_KEPT = 10_000

/**
 * Prepares an order, has it journalled and durable, and only then begins to send it.
 *
 * Resolves when the submit has begun; the promise inside resolves when it has ended. Nothing is sent when the order
 * can't be prepared or the journal can't be written, and no order is ever sent twice.
 */
export const submitOrder = async (
  context: DriverContext,
  order: Approved<OrderIntent>,
): Promise<{ ended: Promise<void> }> => {
  const prepared = await prepare(context, order)
  if (prepared === undefined || !(await makeDurable(context, order, prepared))) {
    return { ended: Promise.resolve() }
  }
  const known = { id: prepared.id, intent: order, sentAt: context.options.now() }
  remember(context, known)
  const ended = send(context, order, prepared).finally(() => context.sending.delete(order.ref))
  context.sending.set(order.ref, ended)
  return { ended }
}

const remember = (context: DriverContext, known: Parameters<DriverContext['known']['set']>[1]) => {
  context.known.set(known.intent.ref, known)
  if (context.known.size <= KNOWN_KEPT) return
  for (const oldest of context.known.keys()) {
    context.known.delete(oldest)
    return
  }
}

const prepare = async (
  context: DriverContext,
  order: Approved<OrderIntent>,
): Promise<PreparedOrder | undefined> => {
  const { ref } = order
  const before = context.options.orderOf(ref)
  if (context.known.has(ref) || (before !== undefined && before.status !== 'wanted')) {
    context.fail(
      'submit',
      new Error(`Expected order ${ref} to be sent once, was commanded again`),
      ref,
    )
    return undefined
  }
  try {
    return await context.options.port.prepare(order)
  } catch (thrown) {
    context.fail('prepare', thrown, ref)
    context.emit({ type: 'order-not-sent', ref, reason: messageOf(thrown) })
    return undefined
  }
}

const makeDurable = async (
  context: DriverContext,
  order: Approved<OrderIntent>,
  { id, wire }: PreparedOrder,
): Promise<boolean> => {
  const { ref } = order
  const taken = context.emit({ type: 'order-prepared', ref, intent: order, id, wire })
  try {
    if (taken) await context.options.flush()
  } catch (thrown) {
    context.fail('journal', thrown, ref)
    context.emit({ type: 'order-not-sent', ref, reason: `journal: ${messageOf(thrown)}` })
    return false
  }
  if (!context.signal.aborted) return taken
  context.emit({ type: 'order-not-sent', ref, reason: 'the driver was closed' })
  return false
}

const send = async (
  context: DriverContext,
  order: OrderIntent,
  prepared: PreparedOrder,
): Promise<void> => {
  const result = await submitOnce(context, order, prepared)
  const { token, side } = order
  const reason = result.reason === undefined ? {} : { reason: result.reason }
  const status = { accepted: 'open', refused: 'refused', unknown: 'unknown' } as const
  context.emit(
    executionEvent({ order: prepared.id, token, side, status: status[result.outcome], ...reason }),
  )
}

const submitOnce = async (
  context: DriverContext,
  order: OrderIntent,
  prepared: PreparedOrder,
): Promise<SubmitResult> => {
  try {
    return await context.options.port.submit(prepared, context.signal)
  } catch (thrown) {
    context.fail('submit', thrown, order.ref)
    return { outcome: 'unknown', reason: messageOf(thrown) }
  }
}
