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
    const told = reports.filter(saysAll)
    if (told.length > 0) context.emit(...told.map(executionEvent))
    await Promise.all(
      reports.filter((report) => !told.includes(report)).map((report) => askFor(context, report)),
    )
  } catch (thrown) {
    context.fail('cancel', thrown)
  }
}

/**
 * A cancel that failed says nothing of the order, which stays live until it is proven over. One that succeeded says
 * nothing of what had been filled before, unless it says how much: reports of that may have been lost.
 */
const saysAll = ({ status, matched }: ExecutionReport): boolean =>
  status === 'cancelled' ? matched !== undefined : status !== 'refused' && status !== 'unknown'

/** An order that was not cancelled may be filled, gone or still there, one that was may have been filled in part. */
const askFor = async (context: DriverContext, report: ExecutionReport): Promise<void> => {
  if (report.status !== 'cancelled') {
    const reason = report.reason ?? 'no reason given'
    context.fail('cancel', new Error(`Expected order ${report.order} to be cancelled: ${reason}`))
  }
  try {
    const found = await context.options.port.lookup(report.order)
    const reports = found === 'not-found' ? [] : found
    const own = report.status === 'cancelled' ? [report] : []
    const last = reports.at(-1)?.status
    // What the lookup leaves open the cancel has ended, unless trades of it are still to come.
    const all = last === 'unknown' ? reports : [...reports, ...own]
    if (all.length > 0) context.emit(...all.map(executionEvent))
  } catch (thrown) {
    context.fail('lookup', thrown)
  }
}
