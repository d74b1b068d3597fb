import type { Command, OrderRef } from '@bot/core'
import { cancelAll, cancelOrder } from './cancel-orders.js'
import { createDriverContext, type DriverContext, executionEvent } from './driver-context.js'
import type { ExecutionDriverOptions } from './driver-options.js'
import { lookupOrder } from './lookup-order.js'
import { settleAction, type UnsettledActions } from './settle-action.js'
import { submitOrder } from './submit-order.js'

/** The effectful half of the executor: it performs commands over a port, and everything it learns is an event. */
export type ExecutionDriver = Readonly<{
  /** Performs a command; resolves when it has ended. Never rejects. Commands begin in the order they were given. */
  perform: (command: Command) => Promise<void>
  /** Reads the account and reports it as an `account` event; tells whether that worked. */
  reconcile: () => Promise<boolean>
  /** Resolves when nothing is in flight. */
  idle: () => Promise<void>
  inFlight: () => number
  /** Stops listening and begins nothing more; submits under way are aborted and end as unknown. Leaves the port open. */
  close: () => Promise<void>
}>

/**
 * Makes a driver over one port.
 *
 * An order is prepared, journalled and durable before its submit begins; a submit is never repeated; what throws
 * during a submit or an action is an unknown outcome, to be looked up. Submits overlap, their beginnings don't.
 *
 * @see architecture, law 7
 */
export const createExecutionDriver = (options: ExecutionDriverOptions): ExecutionDriver => {
  const abort = new AbortController()
  const context = createDriverContext(options, abort.signal)
  const unsettled: UnsettledActions = new Map()
  const running = new Set<Promise<void>>()
  let last: Promise<unknown> = Promise.resolve()
  const stopReports = options.port.reports((report) => void context.emit(executionEvent(report)))

  const begin = <T>(task: () => Promise<T>): Promise<T> => {
    const result = last.then(task)
    last = result.catch(() => undefined)
    return result
  }
  const track = (task: Promise<void>): Promise<void> => {
    const tracked = task.finally(() => running.delete(tracked))
    running.add(tracked)
    return tracked
  }
  const idle = async (): Promise<void> => {
    while (running.size > 0) await Promise.allSettled([...running])
  }

  return {
    perform: (command) => track(dispatch(context, unsettled, begin, command)),
    reconcile: async () => {
      const read = readAccount(context)
      await track(read.then(() => undefined))
      return read
    },
    idle,
    inFlight: () => running.size,
    close: async () => {
      abort.abort()
      await idle()
      stopReports()
    },
  }
}

const dispatch = async (
  context: DriverContext,
  unsettled: UnsettledActions,
  begin: <T>(task: () => Promise<T>) => Promise<T>,
  command: Command,
): Promise<void> => {
  switch (command.kind) {
    case 'submit': {
      const commandedAt = context.options.now()
      const { ended } = await begin(() => submitOrder(context, command.order, commandedAt))
      return ended
    }
    case 'settle': {
      if (!isFirstCommand(context, command.ref)) return
      const { ended } = await begin(() => settleAction(context, unsettled, command))
      return ended
    }
    case 'cancel-all':
      return cancelAll(context)
    case 'cancel': {
      await begin(async () => undefined)
      return cancelOrder(context, command.ref)
    }
    case 'lookup': {
      const action = unsettled.get(command.ref)
      if (action !== undefined) {
        const { ended } = await begin(() => settleAction(context, unsettled, action))
        return ended
      }
      await begin(async () => undefined)
      return lookupOrder(context, command.ref)
    }
  }
}

/** An action that is commanded again is not begun again; a lookup asks after it. */
const isFirstCommand = ({ begun, fail }: DriverContext, ref: OrderRef): boolean => {
  if (!begun.has(ref)) return begun.add(ref).size > 0
  fail('settle', new Error(`Expected action ${ref} to be begun once, was commanded again`), ref)
  return false
}

const readAccount = async (context: DriverContext): Promise<boolean> => {
  try {
    const { cash, open, holdings } = await context.options.port.account()
    const held = [...holdings].map(([token, size]) => ({ token, size: Number(size) }))
    held.sort((a, b) => (a.token < b.token ? -1 : 1))
    return context.emit({ type: 'account', cash, open: [...open].sort(), holdings: held })
  } catch (thrown) {
    context.fail('account', thrown)
    return false
  }
}
