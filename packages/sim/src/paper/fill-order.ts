import {
  type Exchanged,
  type ExecutionReport,
  type FeeSchedule,
  notional,
  type Price,
  type Size,
  takerFee,
  type Usd,
} from '@bot/core'
import { type FreeLevel, takeFrom } from './paper-depth.js'
import { freePaperCash, holdFor, neededFor } from './paper-funds.js'
import type { PaperOrder } from './paper-order.js'
import { type PaperState, planDue, report } from './paper-state.js'
import { holdIncoming, moveTrade, type Take } from './settle-paper.js'

/** Finished orders that are remembered at least; an older one is not found, and its bytes would be taken again. */
const ORDERS_KEPT = 10_000

/** Takes crossed levels as far as the order and its cash reach; one trade for all of them. */
export const takeLevels = (
  state: PaperState,
  order: PaperOrder,
  levels: readonly FreeLevel[],
  fee: FeeSchedule,
): void => {
  const spendable = freePaperCash(state) + (order.wire.side === 'buy' ? order.held : 0)
  const take: Take = { size: 0, notional: 0, fee: 0 }
  for (const level of levels) {
    const size = Math.min(order.remaining - take.size, level.shares)
    if (size <= 0) continue
    const dollars = notional(size as Size, level.price, order.wire.side === 'buy' ? 'up' : 'down')
    const charge = takerFee(fee, size as Size, level.price, 'nearest')
    if (order.wire.side === 'buy' && take.notional + take.fee + dollars + charge > spendable) break
    takeFrom(state, level, size)
    take.size += size
    take.notional += dollars
    take.fee += charge
  }
  if (take.size > 0) bookTrade(state, order, { ...take, liquidity: 'taker' }, fee)
}

/**
 * Fills a resting order at its own limit, in shares that the caller vouches for.
 *
 * The maker's dollars are rounded against it; a maker pays a fee only where the schedule says so.
 */
export const fillResting = (
  state: PaperState,
  order: PaperOrder,
  shares: number,
  fee: FeeSchedule,
): void => {
  const size = Math.min(order.remaining, shares) as Size
  if (size <= 0) return
  const { limit, side } = order.wire
  const dollars = notional(size, limit, side === 'buy' ? 'up' : 'down')
  const charge = fee.takerOnly ? 0 : takerFee(fee, size, limit as Price, 'up')
  const take = { size, notional: dollars, fee: charge, liquidity: 'maker' as const }
  bookTrade(state, order, take, fee)
}

const bookTrade = (
  state: PaperState,
  order: PaperOrder,
  take: Take & { liquidity: 'maker' | 'taker' },
  fee: FeeSchedule,
): void => {
  const { size, notional: dollars, fee: charge, liquidity } = take
  order.remaining -= size
  holdFor(state, order, neededFor(order.wire, order.remaining, fee))
  const tradeId = `${order.id}-${++order.trades}`
  moveTrade(state, order, take, 1)
  holdIncoming(state, order, take, 1)
  const exchanged: Exchanged = { size: size as Size, notional: dollars as Usd }
  report(state, order, { tradeId, status: 'matched', liquidity, exchanged, fee: charge as Usd })
  planDue(state, (state.now + state.confirmMs) as typeof state.now, 'confirm', tradeId)
  if (order.remaining === 0) finishOrder(state, order)
}

/**
 * Ends an order: nothing stands behind it any more. Unless it was filled a report says why, and how much of it was:
 * all its trades are told by then.
 */
export const finishOrder = (
  state: PaperState,
  order: PaperOrder,
  ended?: Pick<ExecutionReport, 'status' | 'reason'>,
): void => {
  if (order.state === 'done') return
  order.state = 'done'
  holdFor(state, order, 0)
  state.active.get(order.wire.token)?.delete(order)
  if (ended !== undefined) {
    const matched = (order.wire.shares - order.remaining) as Size
    report(state, order, { ...ended, ...(ended.status !== 'refused' && { matched }) })
  }
  if (state.orders.size > 2 * ORDERS_KEPT) forgetOldOrders(state)
}

const forgetOldOrders = (state: PaperState): void => {
  for (const [id, order] of state.orders) {
    if (state.orders.size <= ORDERS_KEPT) return
    if (order.state === 'done') state.orders.delete(id)
  }
}
