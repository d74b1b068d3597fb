import { createPaperVenue } from '@bot/sim'
import { paperStart } from '../runtime/paper-account.js'
import type { Execution, ExecutionParts } from './execution.js'

const LATENCY_MS = 250

/** Fills orders in this process against the books that the venue shows; nothing is sent anywhere. */
export const openPaperExecution = (
  parts: ExecutionParts,
  options: Readonly<{ seed: number; venue: string }>,
): Execution => {
  const { cash, holdings } = paperStart(parts.account)
  const paper = createPaperVenue({
    startingCash: cash,
    startingHoldings: holdings,
    latencyMs: LATENCY_MS,
    seed: `${options.seed}:${parts.lastSeq}`,
    name: `paper over ${options.venue}`,
    marketOf: (token) => parts.view().marketOf(token),
    market: (id) => parts.view().market(id),
  })
  return {
    port: paper.port,
    label: 'orders are filled in this process, nothing is sent to a venue',
    observe: paper.observe,
    keepsOrders: false,
    close: paper.port.close,
  }
}
