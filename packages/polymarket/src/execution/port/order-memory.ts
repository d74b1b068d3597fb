import type {
  ExecutionReport,
  MarketId,
  OrderId,
  Price,
  SubmitResult,
  TimeMs,
  TokenId,
} from '@bot/core'
import type { WireTerms } from '../order/order-wire.js'

/** What this process knows of an order that it sent. */
export type KnownOrder = WireTerms &
  Readonly<{
    market: MarketId | undefined
    /** Absent for an order of an earlier run. */
    sentAt?: TimeMs
    /** What came of sending it; a report of it is as good as an answer. */
    outcome: SubmitResult['outcome']
    /** How it ended, where the venue said so. */
    ended?: ExecutionReport
  }>

/** The orders of this process, the oldest forgotten first, and which tokens moved lately. */
export type OrderMemory = Readonly<{
  get: (id: OrderId) => KnownOrder | undefined
  sent: (id: OrderId, order: KnownOrder, at: TimeMs) => void
  /** Keeps what came of a submit; what was accepted once stays so. */
  ended: (id: OrderId, outcome: SubmitResult['outcome']) => void
  /** Keeps the tick that an order was prepared on. */
  prepared: (id: OrderId, tick: Price) => void
  tickOf: (id: OrderId) => Price | undefined
  /** Learns how orders end and which tokens move. */
  hear: (report: ExecutionReport, at: TimeMs) => void
  /** Tokens that were traded or sent for since a time. */
  movedSince: (time: TimeMs) => readonly TokenId[]
}>

const KEPT = 10_000

/** Makes an empty memory. */
export const createOrderMemory = (): OrderMemory => {
  const orders = new Map<OrderId, KnownOrder>()
  const moved = new Map<TokenId, TimeMs>()
  const ticks = new Map<OrderId, Price>()
  const change = (id: OrderId, parts: Partial<KnownOrder>): void => {
    const known = orders.get(id)
    if (known !== undefined) orders.set(id, { ...known, ...parts })
  }
  const move = (token: TokenId, at: TimeMs): void => {
    moved.delete(token)
    moved.set(token, at)
    forgetOldest(moved)
  }
  return {
    get: (id) => orders.get(id),
    sent: (id, order, at) => {
      move(order.token, at)
      if (orders.get(id)?.outcome === 'refused') orders.delete(id)
      if (!orders.has(id)) orders.set(id, { ...order, sentAt: at })
      forgetOldest(orders)
    },
    ended: (id, outcome) => {
      if (orders.get(id)?.outcome !== 'accepted') change(id, { outcome })
    },
    prepared: (id, tick) => {
      ticks.set(id, tick)
      forgetOldest(ticks)
    },
    tickOf: (id) => ticks.get(id),
    hear: (report, at) => {
      const { order, status, tradeId, token } = report
      const own = token ?? orders.get(order)?.token
      if (tradeId !== undefined && own !== undefined) move(own, at)
      if (tradeId !== undefined || status === 'open') change(order, { outcome: 'accepted' })
      if (status === 'cancelled' || status === 'expired') {
        const matched = report.matched ?? orders.get(order)?.ended?.matched
        change(order, { ended: matched === undefined ? report : { ...report, matched } })
      }
    },
    movedSince: (time) => [...moved].flatMap(([token, at]) => (at >= time ? [token] : [])),
  }
}

const forgetOldest = (map: Map<unknown, unknown>): void => {
  if (map.size <= KEPT) return
  for (const oldest of map.keys()) {
    map.delete(oldest)
    return
  }
}
