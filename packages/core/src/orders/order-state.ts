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

/** An order and what became of it. `filled` counts trades that have not failed. */
export type OrderState = Readonly<{
  intent: OrderIntent
  status: OrderStatus
  id?: OrderId
  wire?: string
  reason?: string
  filled: Exchanged
  fees: Usd
  trades: readonly OrderTrade[]
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

/**
 * Folds a venue's report into an order. Reports may repeat and come in any order: doing it twice changes nothing.
 *
 * A confirmed or failed trade stays so; a terminal order never opens again, but late fills still count.
 */
export const reportOrder = (order: OrderState, report: ExecutionReport): OrderState => {
  if (report.tradeId !== undefined) return reportTrade(order, report, report.tradeId)
  const status = report.status
  if (status === 'open' && !isTerminal(order.status)) return { ...order, status: 'open' }
  if (status === 'unknown' && !isTerminal(order.status) && order.status !== 'open') {
    return withReason({ ...order, status: 'unknown' }, report.reason)
  }
  if (status === 'cancelled' || status === 'expired' || status === 'refused') {
    if (isTerminal(order.status)) return order
    return withReason({ ...order, status }, report.reason)
  }
  return order
}

const withReason = (order: OrderState, reason: string | undefined): OrderState =>
  reason === undefined ? order : { ...order, reason }

const reportTrade = (order: OrderState, report: ExecutionReport, id: string): OrderState => {
  const status = report.status
  if (!(status in TRADE_RANK)) return order
  const settled = status as OrderTrade['settled']
  const known = order.trades.find((trade) => trade.id === id)
  if (known === undefined) {
    if (report.exchanged === undefined) return order
    const trade: OrderTrade = {
      id,
      exchanged: report.exchanged,
      fee: report.fee ?? USD_ZERO,
      settled,
    }
    return retotal({ ...order, trades: [...order.trades, trade] })
  }
  if (TRADE_RANK[settled] <= TRADE_RANK[known.settled]) return order
  const next: OrderTrade = { ...known, settled, fee: report.fee ?? known.fee }
  return retotal({
    ...order,
    trades: order.trades.map((trade) => (trade.id === id ? next : trade)),
  })
}

const retotal = (order: OrderState): OrderState => {
  const good = order.trades.filter((trade) => trade.settled !== 'failed')
  const filled = good.reduce((sum, trade) => addExchanged(sum, trade.exchanged), {
    size: 0 as Size,
    notional: USD_ZERO,
  } as Exchanged)
  const fees = good.reduce((sum, trade) => sum + trade.fee, 0) as Usd
  const whole = filled.size >= order.intent.shares && !isTerminal(order.status)
  return { ...order, filled, fees, status: whole ? 'filled' : order.status }
}
