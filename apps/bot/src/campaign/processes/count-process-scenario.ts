import type { BotBooks } from '../checks/bot-books.js'
import { countJournal } from '../count-scenario.js'
import type { ScenarioCounts } from '../scenario-result.js'
import type { Evidence } from './judge-scenario.js'
import type { ProcessSupervisor } from './supervise-process.js'

type CountParts = Readonly<{
  evidence: Evidence
  books: BotBooks
  supervisor: Pick<ProcessSupervisor, 'events'>
  planted: number
  simulatedMs: number
}>

/** Counts what happened in a scenario with processes, so that nobody takes an idle one for a proof. */
export const countProcessScenario = (parts: CountParts): ScenarioCounts => {
  const { evidence, books, supervisor, planted, simulatedMs } = parts
  const { journal, fills, actions } = evidence
  const baskets = fills.flatMap(({ order }) => books.byId.get(order)?.intent.basket ?? [])
  return {
    simulatedMs,
    orders: books.byId.size,
    sameBytesAgain: 0,
    fills: new Set(fills.map(({ trade }) => trade)).size,
    failedFills: new Set(fills.flatMap(({ trade, failed }) => (failed ? [trade] : []))).size,
    actions: actions.length,
    planted,
    ...countJournal(journal.entries(), supervisor.events(), baskets),
  }
}
