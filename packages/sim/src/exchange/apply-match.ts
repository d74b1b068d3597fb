import type { MarketId, Size, Usd } from '@bot/core'
import { type AccountState, accountOf, addCount, reserve } from './accounts.js'
import { type TouchedLevels, touchLevel } from './book-changes.js'
import type { ExchangeState, MarketState } from './exchange-state.js'
import { addEntry } from './history.js'
import type { OpenOrder } from './open-order.js'
import type { MatchPlan, PlannedFill } from './plan-match.js'
import { dequeue, reduceOrder } from './price-queues.js'
import type { MakerFill, SimTrade } from './sim-order.js'

/**
 * Moves the money and the shares of a plan, and records the trade.
 *
 * The taker's funds are checked before. Its own reservation, if any, is freed before, too. The caller starts the
 * settlement.
 */
export const applyMatch = (
  state: ExchangeState,
  market: MarketState,
  taker: OpenOrder,
  plan: MatchPlan,
  touched: TouchedLevels,
): SimTrade => {
  const account = accountOf(state.accounts, taker.owner)
  const number = ++state.counters.trade
  const id = state.ids.uuid('trade', number)
  const makers: MakerFill[] = []
  for (const fill of plan.fills) {
    makers.push(applyFill(state, market, { taker, account, fill, trade: id }))
    touchLevel(touched, fill.maker.yesSide, fill.maker.yesPrice)
  }
  account.cash -= plan.fee
  state.collectedFees += plan.fee
  taker.remaining -= Math.min(plan.size, taker.remaining)
  taker.filled += plan.size
  taker.trades.push(id)
  market.volume += plan.money
  market.lastTradePrice = plan.fills.at(-1)?.maker.yesPrice ?? market.lastTradePrice
  return recordTrade(state, market.shown.id, { taker, plan, makers, id, number })
}

type FillContext = Readonly<{
  taker: OpenOrder
  account: AccountState
  fill: PlannedFill
  trade: string
}>

const applyFill = (state: ExchangeState, market: MarketState, context: FillContext): MakerFill => {
  const { taker, account, fill } = context
  const { maker, size } = fill
  const makerAccount = accountOf(state.accounts, maker.owner)
  reserve(makerAccount, maker, maker.remaining, -1)
  reduceOrder(maker.yesSide === 'bid' ? market.bids : market.asks, maker, size)
  reserve(makerAccount, maker, maker.remaining, 1)
  maker.filled += size
  maker.trades.push(context.trade)
  if (maker.remaining === 0) finishMaker(state, market, maker)
  move(makerAccount, maker, size, fill.makerMoney)
  move(account, taker, size, fill.takerMoney)
  const kind = maker.token === taker.token ? 'normal' : taker.side === 'buy' ? 'mint' : 'merge'
  if (kind !== 'normal') changeSets(market, kind === 'mint' ? size : -size)
  return {
    owner: maker.owner,
    order: maker.id,
    token: maker.token,
    side: maker.side,
    price: maker.limit,
    size: size as Size,
    notional: fill.makerMoney as Usd,
    fee: 0 as Usd,
    kind,
  }
}

const finishMaker = (state: ExchangeState, market: MarketState, maker: OpenOrder): void => {
  dequeue(maker.yesSide === 'bid' ? market.bids : market.asks, maker)
  maker.resting = false
  maker.status = 'matched'
  accountOf(state.accounts, maker.owner).open.delete(maker.id)
  forgetLater(state, maker)
}

/** Keeps a finished order for those who ask, until many newer ones finished. */
export const forgetLater = (state: ExchangeState, order: OpenOrder): void => {
  state.finished.push(order.id)
  if (state.finished.length < 2 * state.keep) return
  for (const id of state.finished.splice(0, state.keep)) state.orders.delete(id)
}

const move = (account: AccountState, order: OpenOrder, size: number, money: number): void => {
  const direction = order.side === 'buy' ? 1 : -1
  account.cash -= direction * money
  addCount(account.holdings, order.token, direction * size)
}

/** Makes (or, below zero, unmakes) complete sets: a dollar a set is locked in the market's pool. */
export const changeSets = (market: MarketState, sets: number): void => {
  market.pool.locked += sets
  market.supply[0] += sets
  market.supply[1] += sets
}

type TradeParts = Readonly<{
  taker: OpenOrder
  plan: MatchPlan
  makers: readonly MakerFill[]
  id: string
  number: number
}>

const recordTrade = (state: ExchangeState, market: MarketId, parts: TradeParts): SimTrade => {
  const { taker, plan } = parts
  const trade: SimTrade = {
    id: parts.id,
    transaction: state.ids.hex('transaction', parts.number),
    market,
    at: state.now,
    taker: {
      owner: taker.owner,
      order: taker.id,
      token: taker.token,
      side: taker.side,
      limit: taker.limit,
      size: plan.size as Size,
      notional: plan.money as Usd,
      fee: plan.fee as Usd,
    },
    makers: parts.makers,
    status: 'matched',
    updatedAt: state.now,
  }
  addEntry(state.trades, trade)
  return trade
}
