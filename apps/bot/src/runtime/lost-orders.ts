import type { Arrived, OrderState, TimeMs } from '@bot/core'

/** Reports orders of an earlier run that no venue knows any more, so that they do not stay open for ever. */
export const lostOrders = (open: readonly OrderState[], at: TimeMs): readonly Arrived[] =>
  open.map(({ intent, id }): Arrived => {
    const reason = 'the venue ended with the process'
    if (id === undefined) return { at, event: { type: 'order-not-sent', ref: intent.ref, reason } }
    return { at, event: { type: 'execution', report: { order: id, status: 'cancelled', reason } } }
  })
