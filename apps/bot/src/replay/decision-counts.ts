import type { Stamped, Tick } from '@bot/core'

/** What was decided and done over a tape. `refusals` by reason. */
export type DecisionCounts = Readonly<{
  certified: number
  refusals: Readonly<Record<string, number>>
  signals: number
  orders: number
  fills: number
}>

/** Counts ticks. */
export type DecisionCounter = Readonly<{
  add: (stamped: Stamped, tick: Tick) => void
  result: () => DecisionCounts
}>

/** Makes a counter that has seen nothing. */
export const createDecisionCounts = (): DecisionCounter => {
  const refusals: Record<string, number> = {}
  let certified = 0
  let signals = 0
  let orders = 0
  let fills = 0
  return {
    add: ({ event }, tick) => {
      for (const decision of tick.decisions) {
        if (decision.kind === 'refusal') {
          refusals[decision.refused] = (refusals[decision.refused] ?? 0) + 1
        } else if (decision.kind === 'signal') {
          signals += 1
          if (decision.basket !== undefined) certified += 1
        }
      }
      if (event.type === 'order-prepared') orders += 1
      if (event.type === 'execution' && event.report.status === 'matched') fills += 1
    },
    result: () => ({ certified, refusals: sorted(refusals), signals, orders, fills }),
  }
}

const sorted = (counts: Record<string, number>): Record<string, number> =>
  Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)))
