import { createSeededRandom } from '@bot/core'
import { addCount } from '../exchange/accounts.js'
import type { PaperOrder } from './paper-order.js'
import { type PaperState, report } from './paper-state.js'

/** What an order gets in one go: shares, the dollars for them, the fee. */
export type Take = { size: number; notional: number; fee: number }

/** Moves the money and the shares of a trade, or (−1) back again. */
export const moveTrade = (
  state: PaperState,
  { wire }: PaperOrder,
  { size, notional, fee }: Readonly<Take>,
  direction: 1 | -1,
): void => {
  const sign = direction * (wire.side === 'buy' ? 1 : -1)
  state.cash -= sign * notional + direction * fee
  addCount(state.holdings, wire.token, sign * size)
}

/** Marks what a trade brought as not usable yet (1), or takes the mark away (−1). */
export const holdIncoming = (
  state: PaperState,
  { wire }: PaperOrder,
  { size, notional, fee }: Readonly<Take>,
  direction: 1 | -1,
): void => {
  if (wire.side === 'buy') addCount(state.incomingShares, wire.token, direction * size)
  else state.incomingCash += direction * Math.max(0, notional - fee)
}

/** Ends the settlement of a trade: it is confirmed, or fails and is undone. */
export const settleTrade = (state: PaperState, tradeId: string): void => {
  const order = state.orders.get(tradeId.slice(0, tradeId.lastIndexOf('-')) as PaperOrder['id'])
  const matched = order?.reports.find((each) => each.tradeId === tradeId)
  if (order === undefined || matched?.exchanged === undefined) return
  const { exchanged, fee, liquidity } = matched
  const take: Take = { ...exchanged, fee: fee ?? 0 }
  holdIncoming(state, order, take, -1)
  const fails =
    state.failChance > 0 &&
    createSeededRandom(`${state.seed} settle ${tradeId}`)() < state.failChance
  if (fails) moveTrade(state, order, take, -1)
  report(state, order, {
    tradeId,
    status: fails ? 'failed' : 'confirmed',
    ...(liquidity === undefined ? {} : { liquidity }),
    exchanged,
    ...(fee === undefined ? {} : { fee }),
  })
}
