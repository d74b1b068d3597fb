import type { Event, ExecutionReport, OrderId, OrderIntent, OrderRef, TimeMs } from '@bot/core'
import type { DriverFailure, ExecutionDriverOptions } from './driver-options.js'

/** An order that this process prepared; `sentAt` is when its submit began. */
export type KnownOrder = { readonly id: OrderId; readonly intent: OrderIntent; sentAt: TimeMs }

/** What the parts of the driver share. */
export type DriverContext = Readonly<{
  options: ExecutionDriverOptions
  signal: AbortSignal
  startedAt: TimeMs
  known: Map<OrderRef, KnownOrder>
  /** Orders whose submit was commanded, so that a second command for one does nothing. */
  begun: Set<OrderRef>
  /** Submits under way, so that a cancel or a lookup of the same order waits for them. */
  sending: Map<OrderRef, Promise<void>>
  /** Protocol actions under way, so that none is begun twice at once. */
  settling: Map<OrderRef, Promise<void>>
  /** Hands events to the loop; tells whether it took them. */
  emit: (...events: readonly Event[]) => boolean
  fail: (during: DriverFailure['during'], cause: unknown, ref?: OrderRef) => void
}>

/** Makes the shared context of one driver. */
export const createDriverContext = (
  options: ExecutionDriverOptions,
  signal: AbortSignal,
): DriverContext => {
  const fail: DriverContext['fail'] = (during, cause, ref) =>
    options.onFailure({ during, cause, ...(ref === undefined ? {} : { ref }) })
  const emit = (...events: readonly Event[]): boolean => {
    try {
      const at = options.now()
      options.onEvents(events.map((event) => ({ at, event })))
      return true
    } catch (thrown) {
      fail('emit', thrown)
      return false
    }
  }
  return {
    options,
    signal,
    startedAt: options.now(),
    known: new Map(),
    begun: new Set(),
    sending: new Map(),
    settling: new Map(),
    emit,
    fail,
  }
}

/** Wraps a venue's report as an event. */
export const executionEvent = (report: ExecutionReport): Event => ({ type: 'execution', report })
