import type { OrderId } from '../brand.js'
import { BotError } from '../error/bot-error.js'
import type { ExecutionReport } from '../events/execution-report.js'
import { addExchanged, type Exchanged } from '../money/exchanged.js'
import type { Size } from '../money/size.js'
import { USD_ZERO, type Usd } from '../money/usd.js'
import type { OrderIntent } from './order-intent.js'

/**
 * An order's life: `wanted` (command given) → `prepared` (signed, id known) → `open` → a terminal state.
 * `unknown` means that it may or may not be at the venue; only a lookup leads out of it.
 */
export type OrderStatus =
  | 'wanted'
  | 'prepared'
  | 'open'
  | 'unknown'
  | 'filled'
  | 'cancelled'
  | 'expired'
  | 'refused'
  | 'not-sent'

/** One trade of an order; `settled` says how far its settlement got. */
export type OrderTrade = Readonly<{
  id: string
  exchanged: Exchanged
  fee: Usd
  settled: 'matched' | 'mined' | 'confirmed' | 'failed'
}>

/**
 * An order and what became of it. `filled` counts trades that have not failed; the status `filled` says that all was
 * matched once, also when a trade failed later. `matched` is the shares that all trades of an order that ended add up to by
 * the venue's count, absent where it did not say; trades may be reported after it.
 */
export type OrderState = Readonly<{
  intent: OrderIntent
  status: OrderStatus
  id?: OrderId
  wire?: string
  reason?: string
  filled: Exchanged
  fees: Usd
  trades: readonly OrderTrade[]
  matched?: Size
}>

/** Starts an order's life. */
export const wantOrder = (intent: OrderIntent): OrderState => ({
  intent,
  status: 'wanted',
  filled: { size: 0 as Size, notional: USD_ZERO },
  fees: USD_ZERO,
  trades: [],
})

/** Tells whether nothing further is expected of the order itself (its trades may still fail or confirm). */
export const isTerminal = (status: OrderStatus): boolean =>
  status === 'filled' ||
  status === 'cancelled' ||
  status === 'expired' ||
  status === 'refused' ||
  status === 'not-sent'

/**
 * Records that the order was signed.
 *
 * @throws BotError `order-transition-refused` when it was prepared before with another id.
 */
export const prepareOrder = (order: OrderState, id: OrderId, wire: string): OrderState => {
  if (order.status !== 'wanted') {
    if (order.id === id) return order
    throw new BotError(
      'order-transition-refused',
      `Expected order ${order.intent.ref} to be prepared once, was prepared as ${order.id} and now ${id}`,
      { ref: order.intent.ref },
    )
  }
  return { ...order, status: 'prepared', id, wire }
}

const TRADE_RANK = { matched: 0, mined: 1, confirmed: 2, failed: 2 } as const

/** The stronger evidence wins, so that the order in which reports come does not matter. */
const STATUS_RANK: Readonly<Record<OrderStatus, number>> = {
  wanted: 0,
  prepared: 1,
  unknown: 2,
  refused: 3,
  open: 4,
  expired: 5,
  cancelled: 6,
  filled: 7,
  'not-sent': 8,
}

/**
 * Folds a venue's report into an order. Reports may repeat and come in any order: as long as they do not contradict
 * each other, the same reports give the same status, fills and fees, and doing it twice changes nothing.
 *
 * A confirmed or failed trade stays so. A filled, cancelled or expired order never opens again, but late fills still
 * count. A refusal gives way to evidence that the venue has the order: a second post of the same bytes is refused.
 * What a trade exchanged is taken from the first report that says it; its fee from the furthest stage that says one.
 * `matched` only grows.
 */
export const reportOrder = (order: OrderState, report: ExecutionReport): OrderState => {
  const { status, tradeId, reason } = report
  if (tradeId !== undefined) return reportTrade(order, report, tradeId)
  const counted = raiseMatched(order, report)
  return status === 'open' ||
    status === 'unknown' ||
    status === 'cancelled' ||
    status === 'expired' ||
    status === 'refused'
    ? raise(counted, status, reason)
    : counted
}

const raiseMatched = (order: OrderState, { status, matched }: ExecutionReport): OrderState =>
  matched === undefined || !isEnd(status) || matched <= (order.matched ?? -1)
    ? order
    : { ...order, matched }

const isEnd = (status: ExecutionReport['status']): boolean =>
  status === 'cancelled' || status === 'expired'

const raise = (order: OrderState, status: OrderStatus, because?: string): OrderState => {
  if (STATUS_RANK[status] <= STATUS_RANK[order.status]) return order
  const { reason: _before, ...rest } = order
  return { ...rest, status, ...(because === undefined ? {} : { reason: because }) }
}

const reportTrade = (order: OrderState, report: ExecutionReport, id: string): OrderState => {
  const settled = settledOf(report)
  if (settled === undefined) return order
  const known = order.trades.find((trade) => trade.id === id)
  if (known === undefined) {
    const exchanged = report.exchanged ?? NOTHING
    const trade: OrderTrade = { id, exchanged, fee: report.fee ?? USD_ZERO, settled }
    return retotal({ ...order, trades: [...order.trades, trade] })
  }
  const next = mergeTrade(known, report, settled)
  if (next === known) return order
  return retotal({ ...order, trades: order.trades.map((each) => (each === known ? next : each)) })
}

const NOTHING: Exchanged = { size: 0 as Size, notional: USD_ZERO }

const settledOf = ({ status }: ExecutionReport): OrderTrade['settled'] | undefined =>
  status === 'matched' || status === 'mined' || status === 'confirmed' || status === 'failed'
    ? status
    : undefined

const mergeTrade = (
  known: OrderTrade,
  report: ExecutionReport,
  settled: OrderTrade['settled'],
): OrderTrade => {
  const further = TRADE_RANK[settled] > TRADE_RANK[known.settled]
  const fee = further || known.fee === 0 ? (report.fee ?? known.fee) : known.fee
  const exchanged = known.exchanged.size === 0 ? (report.exchanged ?? NOTHING) : known.exchanged
  const same = !further && fee === known.fee && exchanged.size === known.exchanged.size
  return same ? known : { id: known.id, exchanged, fee, settled: further ? settled : known.settled }
}

/** A failed trade counts as matched for the status, since the venue's order is used up, but not as filled. */
const retotal = (order: OrderState): OrderState => {
  const total = (trades: readonly OrderTrade[]): Exchanged =>
    trades.reduce((sum, trade) => addExchanged(sum, trade.exchanged), NOTHING)
  const good = order.trades.filter((trade) => trade.settled !== 'failed')
  const fees = good.reduce((sum, trade) => sum + trade.fee, 0) as Usd
  const whole = total(order.trades).size >= order.intent.shares
  return raise({ ...order, filled: total(good), fees }, whole ? 'filled' : 'open')
}
