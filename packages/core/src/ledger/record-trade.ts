import type { TimeMs } from '../brand.js'
import type { Usd } from '../money/usd.js'
import type { OrderState, OrderTrade } from '../orders/order-state.js'
import { type Ledger, recordEntry } from './ledger.js'

/**
 * Records one trade of an order, at whatever stage its settlement is. Doing it twice changes nothing, nor does a
 * trade of which the venue has not said yet what it exchanged.
 */
export const recordTrade = (
  ledger: Ledger,
  order: OrderState,
  trade: OrderTrade,
  at: TimeMs,
): Ledger => {
  const { owner, basket, token, market, side } = order.intent
  const buying = side === 'buy'
  const { size, notional } = trade.exchanged
  if (size === 0) return ledger
  return recordEntry(
    ledger,
    { owner, token, market, ...(basket === undefined ? {} : { basket }) },
    {
      id: `${order.intent.ref} ${trade.id}`,
      shares: buying ? size : -size,
      cash: (buying ? -notional - trade.fee : notional - trade.fee) as Usd,
      fee: trade.fee,
      settled:
        trade.settled === 'confirmed' || trade.settled === 'failed' ? trade.settled : 'provisional',
      at,
    },
  )
}
