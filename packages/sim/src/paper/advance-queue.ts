import { type FeeSchedule, PRICE_ONE, type TimeMs, type TradePrinted } from '@bot/core'
import { fillResting } from './fill-order.js'
import type { PaperOrder } from './paper-order.js'
import { marketOfToken, type PaperState } from './paper-state.js'

/**
 * A print advances the queue at its price: first what stood ahead, then our orders in their turn. A print at a worse
 * price for its taker would have met our orders first. Each share of it counts for one of our orders at most. Only
 * prints of the order's own token, made after it joined, count.
 */
export const advanceQueue = (state: PaperState, print: TradePrinted, at: TimeMs): void => {
  const fee = marketOfToken(state, print.token)?.fee
  if (fee === undefined || fee === 'unknown') return
  let left: number = print.exchanged.size
  for (const order of restingFor(state, print, at)) {
    const worse = compare(print, order)
    if (worse < 0) continue
    left -= worse > 0 ? fill(state, order, left, fee) : takeTurn(state, order, left, fee)
    if (left <= 0) return
  }
}

/** Best price first, then who joined first. */
const restingFor = (state: PaperState, print: TradePrinted, at: TimeMs): readonly PaperOrder[] => {
  const direction = print.side === 'sell' ? -1 : 1
  return [...(state.active.get(print.token) ?? [])]
    .filter(({ wire, ...order }) => {
      return order.state === 'resting' && print.side !== wire.side && at > order.joinedAt
    })
    .sort((a, b) => direction * (a.wire.limit - b.wire.limit) || a.joinedAt - b.joinedAt)
}

/** Above 0 when the print's price was worse for its taker than ours, 0 when it was ours; exact in integers. */
const compare = ({ exchanged }: TradePrinted, { wire }: PaperOrder): number => {
  const difference =
    BigInt(exchanged.notional) * BigInt(PRICE_ONE) - BigInt(exchanged.size) * BigInt(wire.limit)
  if (difference === 0n) return 0
  return difference < 0n === (wire.side === 'buy') ? 1 : -1
}

const takeTurn = (
  state: PaperState,
  order: PaperOrder,
  printed: number,
  fee: FeeSchedule,
): number => {
  const known = Math.min(printed, order.seenGone)
  order.seenGone -= known
  const news = printed - known
  const reached = news - order.ahead
  order.ahead = Math.max(0, order.ahead - news)
  return fill(state, order, Math.max(0, reached), fee)
}

const fill = (state: PaperState, order: PaperOrder, shares: number, fee: FeeSchedule): number => {
  const filled = Math.min(order.remaining, shares)
  fillResting(state, order, filled, fee)
  return filled
}
