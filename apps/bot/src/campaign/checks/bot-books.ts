import type {
  ExecutionReport,
  OrderId,
  OrderIntent,
  OrderRef,
  SettlementReported,
  Stamped,
  TimeMs,
  Usd,
} from '@bot/core'
import { type AccountState, createAccountState } from '@bot/engine'
import { createToldMarkets, type ToldMarkets } from './told-markets.js'

/** An order that the journal says was signed. */
export type Prepared = Readonly<{ ref: OrderRef; id: OrderId; intent: OrderIntent }>

/** A report that changes what is at risk without any trade at the exchange. */
export type Learned = Readonly<{ seq: number; at: TimeMs }> &
  Readonly<{ settlement: SettlementReported } | { failed: ExecutionReport }>

/** What the bot's journal says, read as far as it is durable. */
export type BotBooks = Readonly<{
  /** Reads on to the journal's durable end. */
  catchUp: () => void
  account: AccountState
  /** By the bytes that may be posted. */
  byWire: ReadonlyMap<string, Prepared>
  byId: ReadonlyMap<OrderId, Prepared>
  markets: ToldMarkets
  learned: readonly Learned[]
  /** What the bot knew to have gained, below 0 lost, when an entry was decided on. */
  realisedAt: (seq: number) => number
  /** When the account was last read. */
  accountReadAt: () => number
}>

/** Opens the books of a bot that began with so much cash. */
export const openBotBooks = (start: Usd, entries: () => readonly Stamped[]): BotBooks => {
  const account = createAccountState(start)
  const markets = createToldMarkets()
  const byWire = new Map<string, Prepared>()
  const byId = new Map<OrderId, Prepared>()
  const learned: Learned[] = []
  const realised: Readonly<{ seq: number; usd: number }>[] = []
  let next = 0
  let accountReadAt = 0
  const read = (stamped: Stamped): void => {
    const { seq, at, event } = stamped
    markets.read(event)
    if (event.type === 'order-prepared') {
      const prepared = { ref: event.ref, id: event.id, intent: event.intent }
      byWire.set(event.wire, prepared)
      byId.set(event.id, prepared)
    }
    if (event.type === 'account') accountReadAt = at
    if (event.type === 'settlement') learned.push({ seq, at, settlement: event })
    if (event.type === 'execution' && event.report.status === 'failed')
      learned.push({ seq, at, failed: event.report })
    account.apply(stamped, ({ action }) => markets.ofAction(action))
    const usd = account.ledger().realised
    if (usd !== (realised.at(-1)?.usd ?? 0)) realised.push({ seq, usd })
  }
  return {
    catchUp: () => {
      const all = entries()
      for (; next < all.length; next++) {
        const stamped = all[next]
        if (stamped !== undefined) read(stamped)
      }
    },
    account,
    byWire,
    byId,
    markets,
    learned,
    realisedAt: (seq) => realised.findLast((each) => each.seq <= seq)?.usd ?? 0,
    accountReadAt: () => accountReadAt,
  }
}
