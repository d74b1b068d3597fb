import {
  createLedger,
  type ExecutionReport,
  isTerminal,
  type Ledger,
  type MarketFacts,
  notional,
  type OrderId,
  type OrderIntent,
  type OrderRef,
  type OrderState,
  prepareOrder,
  recordSettlement,
  recordTrade,
  reportOrder,
  type SettlementReported,
  type Size,
  type Stamped,
  type TimeMs,
  totalCash,
  trimClosed,
  type Usd,
  wantOrder,
} from '@bot/core'

/** Closed positions that are kept in memory; the journal has all of them. */
const CLOSED_KEPT = 5_000

/**
 * Orders, positions and cash as a fold over order events: the part of the engine's state that must survive a
 * restart, and that the journal alone rebuilds.
 */
export type AccountState = Readonly<{
  want: (intent: OrderIntent) => void
  /**
   * Folds an event; anything that is not about our orders changes nothing. A settlement in a market that is not known
   * counts with the first timer after it is.
   */
  apply: (stamped: Stamped, markets: (report: SettlementReported) => readonly MarketFacts[]) => void
  ledger: () => Ledger
  replaceLedger: (ledger: Ledger) => void
  order: (ref: OrderRef) => OrderState | undefined
  orderById: (id: OrderId) => OrderState | undefined
  openOrders: () => readonly OrderState[]
  /** Cash less what open buy orders may still take. */
  freeCash: () => Usd
  /** Reports for orders that nobody here placed: law 12. */
  foreign: () => number
}>

/** Starts with cash and nothing else. */
export const createAccountState = (start: Usd): AccountState => {
  let ledger: Ledger = createLedger(start)
  const orders = new Map<OrderRef, OrderState>()
  const refs = new Map<OrderId, OrderRef>()
  const open = new Map<OrderRef, OrderState>()
  let openList: readonly OrderState[] | undefined
  let foreign = 0
  /** Settlements in markets that nothing is known of yet, as after a restart. */
  const waiting = new Map<OrderRef, SettlementReported>()

  const put = (order: OrderState): void => {
    orders.set(order.intent.ref, order)
    if (isTerminal(order.status)) open.delete(order.intent.ref)
    else open.set(order.intent.ref, order)
    openList = undefined
  }

  const report = (execution: ExecutionReport, at: TimeMs): void => {
    const ref = refs.get(execution.order)
    const before = ref === undefined ? undefined : orders.get(ref)
    if (before === undefined) {
      foreign += 1
      return
    }
    const after = reportOrder(before, execution)
    if (after === before) return
    put(after)
    for (const trade of after.trades) {
      if (!before.trades.includes(trade)) ledger = recordTrade(ledger, after, trade, at)
    }
    ledger = trimClosed(ledger, CLOSED_KEPT)
  }

  const settle = (event: SettlementReported, markets: readonly MarketFacts[], at: TimeMs): void => {
    const { owner, basket, action, ref } = event
    if (!action.markets.every((id) => markets.some((market) => market.id === id))) {
      waiting.set(ref, event)
      return
    }
    waiting.delete(ref)
    const of = { owner, ...(basket === undefined ? {} : { basket }) }
    ledger = recordSettlement(ledger, of, event, markets, at)
  }

  return {
    want: (intent) => put(wantOrder(intent)),
    apply: ({ event, at }, markets) => {
      switch (event.type) {
        case 'order-prepared': {
          const known = orders.get(event.ref) ?? wantOrder(event.intent)
          refs.set(event.id, event.ref)
          put(prepareOrder(known, event.id, event.wire))
          return
        }
        case 'order-not-sent': {
          const known = orders.get(event.ref)
          if (known !== undefined) put({ ...known, status: 'not-sent', reason: event.reason })
          return
        }
        case 'execution':
          report(event.report, at)
          return
        case 'settlement':
          settle(event, markets(event), at)
          return
        case 'timer':
          // Not with the first fact: a conversion moves shares of every market of its event.
          for (const report of [...waiting.values()]) settle(report, markets(report), at)
          return
        default:
      }
    },
    ledger: () => ledger,
    replaceLedger: (next) => {
      ledger = next
    },
    order: (ref) => orders.get(ref),
    orderById: (id) => {
      const ref = refs.get(id)
      return ref === undefined ? undefined : orders.get(ref)
    },
    openOrders: () => {
      openList ??= [...open.values()]
      return openList
    },
    freeCash: () => {
      let reserved = 0
      for (const { intent, filled } of open.values()) {
        if (intent.side !== 'buy') continue
        reserved += notional(Math.max(0, intent.shares - filled.size) as Size, intent.limit, 'up')
      }
      return (totalCash(ledger) - reserved) as Usd
    },
    foreign: () => foreign,
  }
}
