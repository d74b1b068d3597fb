import { isBotError, parseUsd, type Usd } from '@bot/core'
import { completeSettings } from '../../runtime/session.js'
import { type BotBooks, openBotBooks } from '../checks/bot-books.js'
import { checkActions, type DoneAction } from '../checks/check-actions.js'
import { type Balances, checkBalances } from '../checks/check-balances.js'
import { checkBaskets } from '../checks/check-baskets.js'
import { checkFills, type MatchedFill } from '../checks/check-fills.js'
import { checkJournal } from '../checks/check-journal.js'
import { checkIds } from '../checks/check-posts.js'
import type { Report } from '../checks/violation.js'
import { judgeLimits } from './judge-limits.js'
import type { ReadJournal } from './read-journal.js'

/** All that is known of a scenario once it is over: what the bot wrote down, and what the exchange says. */
export type Evidence = Readonly<{
  journal: ReadJournal
  balances: Balances
  /** Oldest first. */
  fills: readonly MatchedFill[]
  actions: readonly DoneAction[]
  openOrders: readonly string[]
  settings: Parameters<typeof completeSettings>[0]
  /** Dollars that the wallet began with. */
  start: number
}>

/** Judges a scenario with real processes by its evidence alone; returns the books that it read. */
export const judgeScenario = async (evidence: Evidence, report: Report): Promise<BotBooks> => {
  const { journal, balances, fills, actions, openOrders, settings } = evidence
  const entries = journal.entries()
  const start: Usd = parseUsd(evidence.start)
  const books = openBotBooks(start, () => entries)
  checkIds(entries, report)
  if (!isReadable(books, report)) return books
  if (openOrders.length > 0) report('orders-left-open', `after a stop: ${openOrders.join(', ')}`)
  checkBalances(balances, books, report)
  checkFills(fills, books, report)
  checkActions(actions, entries, report)
  checkBaskets({ entries, fills, books, report })
  judgeLimits({ entries, fills, whole: books, start, limits: completeSettings(settings), report })
  await checkJournal(journal, report)
  return books
}

/** Nobody can say what a journal means that contradicts itself: that is all that can be said of it. */
const isReadable = (books: BotBooks, report: Report): boolean => {
  try {
    books.catchUp()
    return true
  } catch (thrown) {
    if (!isBotError(thrown)) throw thrown
    report('journal-broken', thrown.message)
    return false
  }
}
