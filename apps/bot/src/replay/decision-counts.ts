import type { Stamped, Tick } from '@bot/core'
import { type ArbitrageFunnel, createArbitrageFunnel } from '../stats/arbitrage-funnel.js'

/** What was decided and done over a tape. `refusals` by reason. */
export type DecisionCounts = Readonly<{
  certified: number
  refusals: Readonly<Record<string, number>>
  signals: number
  orders: number
  fills: number
  /** How far arbitrage got, gate by gate. */
  arbitrage: ArbitrageFunnel
}>

/** Counts ticks. */
export type DecisionCounter = Readonly<{
  add: (stamped: Stamped, tick: Tick) => void
  result: () => DecisionCounts
}>

/** Makes a counter that has seen nothing. */
export const createDecisionCounts = (): DecisionCounter => {
  const refusals: Record<string, number> = {}
  const arbitrage = createArbitrageFunnel()
  let certified = 0
  let signals = 0
  let orders = 0
  let fills = 0
  return {
    add: (stamped, tick) => {
      const { event } = stamped
      arbitrage.add(stamped, tick)
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
    result: () => ({
      ...{ certified, refusals: sorted(refusals), signals, orders, fills },
      arbitrage: arbitrage.result(),
    }),
  }
}

const sorted = (counts: Record<string, number>): Record<string, number> =>
  Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)))
