import {
  type Approved,
  type Clock,
  messageOf,
  type OrderIntent,
  type OrderRef,
  type PreparedOrder,
  type SubmitResult,
  type TimeMs,
} from '@bot/core'
import { type DriverContext, executionEvent } from './driver-context.js'

/** Orders of this process that are remembered; older ones are found through `orderOf`. */
const KNOWN_KEPT = 10_000
/** Above any time-out of a port: this one is for a port that has none, or whose own failed. */
const SUBMIT_TIMEOUT_MS = 60_000
const SEND_WITHIN_MS = 30_000

/**
 * Prepares an order, has it journalled and durable, and only then begins to send it.
 *
 * Resolves when the submit has begun; the promise inside resolves when it has ended. Nothing is sent when the order
 * can't be prepared or the journal can't be written, and no order is ever sent twice.
 */
export const submitOrder = async (
  context: DriverContext,
  order: Approved<OrderIntent>,
  commandedAt: TimeMs,
): Promise<{ ended: Promise<void> }> => {
  if (!isFirst(context, order.ref)) return { ended: Promise.resolve() }
  const prepared = await prepare(context, order)
  if (
    prepared === undefined ||
    isLate(context, order.ref, commandedAt) ||
    !(await makeDurable(context, order, prepared))
  ) {
    return { ended: Promise.resolve() }
  }
  const known = { id: prepared.id, intent: order, sentAt: context.options.now() }
  remember(context, known)
  const ended = send(context, order, prepared).finally(() => context.sending.delete(order.ref))
  context.sending.set(order.ref, ended)
  return { ended }
}

/** An order that waited too long was decided on books that are gone: it is not sent any more. */
const isLate = (context: DriverContext, ref: OrderRef, commandedAt: TimeMs): boolean => {
  const { now, sendWithinMs = SEND_WITHIN_MS } = context.options
  const waited = now() - commandedAt
  if (waited <= sendWithinMs) return false
  context.emit({ type: 'order-not-sent', ref, reason: `too late: waited ${waited} ms` })
  return true
}

/** A command that comes again changes nothing, whatever became of the first. */
const isFirst = ({ begun, options, fail }: DriverContext, ref: OrderRef): boolean => {
  const before = options.orderOf(ref)
  if (!begun.has(ref) && (before === undefined || before.status === 'wanted')) {
    begun.add(ref)
    const [oldest] = begun
    if (begun.size > KNOWN_KEPT && oldest !== undefined) begun.delete(oldest)
    return true
  }
  fail('submit', new Error(`Expected order ${ref} to be sent once, was commanded again`), ref)
  return false
}

const remember = (context: DriverContext, known: Parameters<DriverContext['known']['set']>[1]) => {
  context.known.set(known.intent.ref, known)
  const [oldest] = context.known.keys()
  if (context.known.size > KNOWN_KEPT && oldest !== undefined) context.known.delete(oldest)
}

const prepare = async (
  context: DriverContext,
  order: Approved<OrderIntent>,
): Promise<PreparedOrder | undefined> => {
  const { ref } = order
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
  const tell = ({ outcome, reason }: SubmitResult): void => {
    const { token, side } = order
    const because = reason === undefined ? {} : { reason }
    const status = STATUS[outcome]
    context.emit(executionEvent({ order: prepared.id, token, side, status, ...because }))
  }
  const answer = submitOnce(context, order, prepared)
  const { clock, submitTimeoutMs = SUBMIT_TIMEOUT_MS } = context.options
  if (clock === undefined) return tell(await answer)
  const late: SubmitResult = {
    outcome: 'unknown',
    reason: `no answer within ${submitTimeoutMs} ms`,
  }
  const first = await firstOf(clock, submitTimeoutMs, answer)
  if (first !== undefined) return tell(first)
  tell(late)
  // An answer that comes after all is evidence like any other.
  void answer.then(tell)
}

const STATUS = { accepted: 'open', refused: 'refused', unknown: 'unknown' } as const

/** Waits for an answer so long; `undefined` when none came. */
const firstOf = <T>(clock: Clock, timeoutMs: number, answer: Promise<T>): Promise<T | undefined> =>
  new Promise((resolve) => {
    const cancel = clock.after(timeoutMs, () => resolve(undefined))
    void answer.then((value) => {
      cancel()
      resolve(value)
    })
  })

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
