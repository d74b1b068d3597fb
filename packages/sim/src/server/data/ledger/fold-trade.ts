import type { SimMarket } from '../../../exchange/sim-market.js'
import type { SimTrade } from '../../../exchange/sim-order.js'
import {
  addTurnover,
  type LedgerState,
  marketFold,
  ownerFold,
  type PendingFold,
  positionFold,
} from './ledger-state.js'
import { applyChange, undoEffect } from './position-fold.js'

/** A day and an hour in milliseconds. */
export const DAY_MS = 86_400_000
export const HOUR_MS = 3_600_000

/** Hours of trading that are kept a market: a little more than a month. */
const KEPT_HOURS = 750

type Part = SimTrade['taker'] | SimTrade['makers'][number]

/** Enters a trade for all its parties, and keeps how to undo it until it is mined. */
export const foldTrade = (state: LedgerState, market: SimMarket, trade: SimTrade): void => {
  const parts = [trade.taker, ...trade.makers].map((part) => foldPart(state, market, trade, part))
  countTrade(state, market, trade, 1)
  if (trade.status === 'matched' || trade.status === 'retrying') {
    state.pending.set(trade.id, { parts })
  }
}

const foldPart = (
  state: LedgerState,
  market: SimMarket,
  trade: SimTrade,
  part: Part,
): PendingFold['parts'][number] => {
  const owner = ownerFold(state, part.owner, trade.at)
  const position = positionFold(owner, part.token, trade.at)
  const size = part.side === 'buy' ? part.size : -part.size
  const change = { size, money: part.notional, fee: part.fee }
  const effect = applyChange(position, change, trade.at)
  const turnover = { shares: part.size, money: part.notional, count: 1, fees: part.fee }
  const count = (direction: 1 | -1): void => {
    addTurnover(owner.turnover, market.category, turnover, direction)
    addTurnover(owner.days, Math.floor(trade.at / DAY_MS), turnover, direction)
  }
  count(1)
  owner.traded.add(market.id)
  const undo = (): void => {
    undoEffect(position, effect, trade.at)
    count(-1)
  }
  return { owner: part.owner, token: part.token, effect, undo }
}

/** What a taker moved belongs to its market, by the hour. */
const countTrade = (
  state: LedgerState,
  market: SimMarket,
  { taker, at }: SimTrade,
  direction: 1 | -1,
): void => {
  const fold = marketFold(state, market.id)
  fold.takerShares += direction * taker.size
  fold.takerMoney += direction * taker.notional
  const paid = taker.notional / taker.size
  const hour = Math.floor(at / HOUR_MS)
  const known = fold.hours.get(hour) ?? { money: 0, price: 0 }
  known.money += direction * taker.notional
  if (direction > 0) known.price = taker.token === market.tokens[0] ? paid : 1 - paid
  fold.hours.set(hour, known)
  const [oldest] = fold.hours.keys()
  if (oldest !== undefined && oldest < hour - KEPT_HOURS) fold.hours.delete(oldest)
}

/** Forgets how to undo a trade: it is mined. */
export const settleTrade = (state: LedgerState, id: string): void => {
  state.pending.delete(id)
}

/** Undoes a trade that failed to settle. */
export const undoTrade = (state: LedgerState, market: SimMarket, trade: SimTrade): void => {
  const pending = state.pending.get(trade.id)
  if (pending === undefined) return
  state.pending.delete(trade.id)
  for (const part of pending.parts.toReversed()) part.undo()
  countTrade(state, market, trade, -1)
}
