import type { OrderTrade, Stamped, TimeMs, Usd } from '@bot/core'
import { type BotBooks, openBotBooks } from '../checks/bot-books.js'
import type { MatchedFill } from '../checks/check-fills.js'
import { createLimitCheck, type Limits } from '../checks/check-limits.js'
import { type OwnTrade, openExchangeLedger, type TradeSource } from '../checks/exchange-ledger.js'
import type { Report } from '../checks/violation.js'

type JudgeParts = Readonly<{
  entries: readonly Stamped[]
  /** Fills of the exchange, oldest first. */
  fills: readonly MatchedFill[]
  /** The whole journal, read: what a fill cost is what both sides agree on. */
  whole: BotBooks
  start: Usd
  limits: Limits
  report: Report
}>

/**
 * Goes through a journal once more beside the fills of the exchange, and compares each buy, when it was signed, with
 * every limit.
 *
 * Over HTTP matches are known to the second, and open orders are not known as they were: what is compared is what was
 * held by then, and the order itself.
 */
export const judgeLimits = (parts: JudgeParts): void => {
  const { entries, whole, start, limits, report } = parts
  const read: Stamped[] = []
  const books = openBotBooks(start, () => read)
  const waiting = parts.fills.map((fill) => ownTrade(fill, whole))
  const byId = new Map(waiting.map((trade) => [trade.id, trade]))
  const listeners: ((trade: OwnTrade) => void)[] = []
  const source: TradeSource = {
    onTrade: (listener) => void listeners.push(listener),
    trade: (id) => byId.get(id),
    openOrders: () => [],
  }
  const ledger = openExchangeLedger(source, books)
  const { check } = createLimitCheck({ limits, books, ledger, report })
  const tellUntil = (at: TimeMs): void => {
    for (const trade of [...waiting]) {
      const known = trade.parts.every(({ order }) => books.byId.has(order))
      if (trade.at > at || !known) continue
      waiting.splice(waiting.indexOf(trade), 1)
      for (const listener of listeners) listener(trade)
    }
  }
  for (const entry of entries) {
    tellUntil(entry.at)
    read.push(entry)
    books.catchUp()
    const { event, at } = entry
    if (event.type === 'order-prepared') check({ at, body: event.wire })
  }
}

const ownTrade = (fill: MatchedFill, whole: BotBooks): OwnTrade => {
  const told = tradeOf(fill, whole)
  const { size, notional } = told?.exchanged ?? { size: 0, notional: 0 }
  const part = { order: fill.order, size, notional, fee: told?.fee ?? 0 }
  return { id: fill.trade, at: fill.at, parts: [part as OwnTrade['parts'][number]] }
}

const tradeOf = ({ order, trade }: MatchedFill, whole: BotBooks): OrderTrade | undefined => {
  const ref = whole.byId.get(order)?.ref
  return ref === undefined
    ? undefined
    : whole.account.order(ref)?.trades.find((each) => each.id === trade)
}
