import type { ExecutionReport, OrderRef } from '@bot/core'
import { type DriverContext, executionEvent } from './driver-context.js'

/** Cancels one order, after its submit has ended. An order without an id was never sent, and is reported so. */
export const cancelOrder = async (context: DriverContext, ref: OrderRef): Promise<void> => {
  await context.sending.get(ref)
  const id = context.known.get(ref)?.id ?? context.options.orderOf(ref)?.id
  if (id === undefined) {
    context.emit({ type: 'order-not-sent', ref, reason: 'never prepared' })
    return
  }
  await cancel(context, () => context.options.port.cancel([id]))
}

/** Cancels everything at once, and once more when submits were under way, which the first may have missed. */
export const cancelAll = async (context: DriverContext): Promise<void> => {
  const underWay = [...context.sending.values()]
  await cancel(context, () => context.options.port.cancel('all'))
  if (underWay.length === 0) return
  await Promise.all(underWay)
  await cancel(context, () => context.options.port.cancel('all'))
}

const cancel = async (
  context: DriverContext,
  act: () => Promise<readonly ExecutionReport[]>,
): Promise<void> => {
  try {
    const reports = await act()
    const told = reports.filter((report) => report.status !== 'refused')
    if (told.length > 0) context.emit(...told.map(executionEvent))
    for (const report of reports) {
      if (report.status === 'refused') await tellInstead(context, report)
    }
  } catch (thrown) {
    context.fail('cancel', thrown)
  }
}

/** A refused cancel says nothing of the order itself, and must not read as a refused order: ask for its state. */
const tellInstead = async (context: DriverContext, refused: ExecutionReport): Promise<void> => {
  const reason = refused.reason ?? 'no reason given'
  context.fail('cancel', new Error(`Expected order ${refused.order} to be cancelled: ${reason}`))
  const reports = await context.options.port.lookup(refused.order)
  if (reports !== 'not-found') context.emit(...reports.map(executionEvent))
}
