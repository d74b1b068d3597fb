import type { Stamped, TimeMs } from '@bot/core'
import { basketStories, countWithinBaskets } from './checks/basket-story.js'
import type { BotBooks } from './checks/bot-books.js'
import type { SupervisorEvent } from './life/supervise-bot.js'
import type { ScenarioCounts } from './scenario-result.js'
import type { World } from './world/open-world.js'

/** What the supervisor told, and when. */
export type TimedEvent = SupervisorEvent & Readonly<{ at: TimeMs }>

type CountParts = Readonly<{
  world: World
  books: BotBooks
  entries: readonly Stamped[]
  told: readonly TimedEvent[]
}>

/** Counts what happened in a scenario, so that nobody takes an idle one for a proof. */
export const countScenario = ({ world, books, entries, told }: CountParts): ScenarioCounts => {
  const { exchange, wallet, orders, chain, clock, start } = world
  const trades = exchange.trades({ owner: wallet })
  const posts = orders.all()
  const distinct = new Set(posts.map(({ body }) => body)).size
  const traded = trades.flatMap(({ taker, makers }) => [taker, ...makers]).map(({ order }) => order)
  const baskets = traded.flatMap((id) => books.byId.get(id)?.intent.basket ?? [])
  return {
    simulatedMs: clock.now() - start,
    orders: distinct,
    sameBytesAgain: posts.length - distinct,
    fills: trades.length,
    failedFills: trades.filter(({ status }) => status === 'failed').length,
    actions: chain.done().length,
    planted: world.planted(),
    ...countJournal(entries, told, baskets),
  }
}

/** Counts what a journal and a supervisor tell, of either kind of campaign; `baskets` names that of each trade. */
export const countJournal = (
  entries: readonly Stamped[],
  told: readonly Readonly<{ kind: string; at: number }>[],
  baskets: readonly string[],
): Pick<
  ScenarioCounts,
  | 'baskets'
  | 'unknownOutcomes'
  | 'crashes'
  | 'crashesInBaskets'
  | 'restarts'
  | 'failedStarts'
  | 'journalEntries'
> => {
  const all = (kind: SupervisorEvent['kind']) => told.filter((event) => event.kind === kind)
  const crashes = all('crashed')
  return {
    baskets: new Set(baskets).size,
    unknownOutcomes: entries.filter(
      ({ event }) => event.type === 'execution' && event.report.status === 'unknown',
    ).length,
    crashes: crashes.length,
    crashesInBaskets: countWithinBaskets(basketStories(entries), crashes),
    restarts: all('stopped').length,
    failedStarts: all('start-failed').length,
    journalEntries: entries.length,
  }
}

/** Counts failed starts by their cause, without what differs from one to the next. */
export const failedStartsIn = (told: readonly TimedEvent[]): Readonly<Record<string, number>> => {
  const causes: Record<string, number> = {}
  for (const event of told) {
    if (event.kind !== 'start-failed') continue
    const cause = event.reason.replace(/\d+/g, 'N').slice(0, CAUSE_LENGTH)
    causes[cause] = (causes[cause] ?? 0) + 1
  }
  return causes
}

const CAUSE_LENGTH = 100
