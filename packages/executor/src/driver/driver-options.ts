import type { Arrived, Clock, ExecutionPort, OrderRef, OrderState, TimeMs } from '@bot/core'

/** Where something went wrong in the driver; `cause` is what was thrown. */
export type DriverFailure = Readonly<{
  during: 'prepare' | 'journal' | 'submit' | 'lookup' | 'cancel' | 'settle' | 'account' | 'emit'
  ref?: OrderRef
  cause: unknown
}>

/** What a driver needs. */
export type ExecutionDriverOptions = Readonly<{
  port: ExecutionPort
  /** Takes what happened, in its order; the loop numbers and journals it. */
  onEvents: (arrived: readonly Arrived[]) => void
  /** Resolves when everything taken so far is durable; awaited before any submit and any protocol action. */
  flush: () => Promise<void>
  /** Returns Unix milliseconds. */
  now: () => TimeMs
  /** What the engine knows of an order: how orders of an earlier run are found again. */
  orderOf: (ref: OrderRef) => OrderState | undefined
  /** Learns of everything that failed, also of what became an event. */
  onFailure: (failure: DriverFailure) => void
  /**
   * How long after its submit an order that the venue doesn't know is still `unknown`; later it counts as refused.
   * Milliseconds; 60,000 unless told otherwise.
   */
  notFoundAfterMs?: number
  /** Keeps the time of submits. Without one a submit that the port never answers is waited for. */
  clock?: Clock
  /** How long after its command an order may still be sent. Milliseconds; default 30,000. */
  sendWithinMs?: number
  /** How long an answer to a submit is waited for before it counts as unknown. Milliseconds; default 60,000. */
  submitTimeoutMs?: number
}>
