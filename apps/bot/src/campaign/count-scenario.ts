import type { Stamped } from '@bot/core'
import type { BotBooks } from './checks/bot-books.js'
import type { SupervisorEvent } from './life/supervise-bot.js'
import type { ScenarioCounts } from './scenario-result.js'
import type { World } from './world/open-world.js'

type CountParts = Readonly<{
  world: World
  books: BotBooks
  entries: readonly Stamped[]
  told: readonly SupervisorEvent[]
}>

/** Counts what happened in a scenario, so that nobody takes an idle one for a proof. */
export const countScenario = ({ world, books, entries, told }: CountParts): ScenarioCounts => {
  const { exchange, wallet, orders, chain, clock, start } = world
  const trades = exchange.trades({ owner: wallet })
  const posts = orders.all()
  const distinct = new Set(posts.map(({ body }) => body)).size
  const traded = trades.flatMap(({ taker, makers }) => [taker, ...makers]).map(({ order }) => order)
  const baskets = traded.flatMap((id) => books.byId.get(id)?.intent.basket ?? [])
  const heard = (kind: SupervisorEvent['kind']): number =>
    told.filter((event) => event.kind === kind).length
  return {
    simulatedMs: clock.now() - start,
    orders: distinct,
    sameBytesAgain: posts.length - distinct,
    fills: trades.length,
    failedFills: trades.filter(({ status }) => status === 'failed').length,
    baskets: new Set(baskets).size,
    actions: chain.actions().length,
    unknownOutcomes: entries.filter(
      ({ event }) => event.type === 'execution' && event.report.status === 'unknown',
    ).length,
    crashes: heard('crashed'),
    restarts: heard('stopped'),
    failedStarts: heard('start-failed'),
    planted: world.planted(),
    journalEntries: entries.length,
  }
}
