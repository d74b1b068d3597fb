import { formatSize, formatUsd } from '@bot/core'
import type { NewOrder, PlaceResult } from '../../exchange/sim-order.js'

/**
 * Renders what the venue answers to an order that it took.
 *
 * Amounts are decimal text, empty where nothing was exchanged. Market orders learn their transactions later, unless
 * `withHashes`.
 */
export const orderResponse = (
  order: NewOrder,
  result: PlaceResult,
  withHashes: boolean,
): object => {
  const none = result.filled === 0
  const cash = none ? '' : formatUsd(result.notional)
  const shares = none ? '' : formatSize(result.filled)
  const isTaker = order.tif === 'fok' || order.tif === 'fak'
  const trades = result.fills.map((fill) => fill.id)
  const hashes =
    isTaker && !withHashes
      ? {}
      : { transactionsHashes: result.fills.map((fill) => fill.transaction) }
  return {
    ...frame(order.id),
    status: result.filled > 0 ? 'matched' : result.outcome,
    makingAmount: order.side === 'buy' ? cash : shares,
    takingAmount: order.side === 'buy' ? shares : cash,
    ...(none ? {} : { tradeIDs: trades, ...hashes }),
  }
}

/** Renders the answer to an order that the market delays. */
export const delayedResponse = (id: string): object => ({
  ...frame(id),
  status: 'delayed',
  makingAmount: '',
  takingAmount: '',
})

const frame = (id: string): object => ({ success: true, errorMsg: '', orderID: id })
