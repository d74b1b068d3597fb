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
    // A cancel that failed says nothing of the order, which stays live until it is proven over.
    const told = reports.filter(({ status }) => status !== 'refused' && status !== 'unknown')
    if (told.length > 0) context.emit(...told.map(executionEvent))
    for (const report of reports) if (!told.includes(report)) await askInstead(context, report)
  } catch (thrown) {
    context.fail('cancel', thrown)
  }
}

/** An order that was not cancelled may be filled, gone or still there: its state is asked for. */
const askInstead = async (context: DriverContext, report: ExecutionReport): Promise<void> => {
  const reason = report.reason ?? 'no reason given'
  context.fail('cancel', new Error(`Expected order ${report.order} to be cancelled: ${reason}`))
  try {
    const reports = await context.options.port.lookup(report.order)
    if (reports !== 'not-found') context.emit(...reports.map(executionEvent))
  } catch (thrown) {
    context.fail('lookup', thrown)
  }
}
