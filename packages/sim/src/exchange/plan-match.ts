import {
  type FeeSchedule,
  notional,
  type Price,
  type Size,
  sharesFor,
  takerFee,
  type Usd,
} from '@bot/core'
import type { ExchangeState, MarketState } from './exchange-state.js'
import type { OpenOrder } from './open-order.js'
import { headAt, nextPrice } from './price-queues.js'

/** One maker that an order would hit: shares, what the maker pays or gets, what the taker gets or pays. */
export type PlannedFill = Readonly<{
  maker: OpenOrder
  size: number
  makerMoney: number
  takerMoney: number
}>

/** Everything that an order would hit now. `complete` says that nothing of it would be left. */
export type MatchPlan = Readonly<{
  fills: readonly PlannedFill[]
  size: number
  money: number
  fee: number
  complete: boolean
  /** The taker's own orders that it passed by. */
  passed: readonly OpenOrder[]
}>

/**
 * Walks the other side from its best price, first come first, and changes nothing.
 *
 * The fee is computed a price level, so that it does not depend on how many makers share the level.
 */
const planMatch = (
  market: MarketState,
  taker: OpenOrder,
  maxNotional: number | undefined,
  passesOwn: boolean,
): MatchPlan => {
  const side = taker.yesSide === 'bid' ? market.asks : market.bids
  const left = { shares: taker.remaining, money: maxNotional }
  const fills: PlannedFill[] = []
  const passed: OpenOrder[] = []
  const total = { size: 0, money: 0, fee: 0 }
  let done = false
  for (let at = side.best; at >= 0 && crosses(taker, at) && !done; at = nextPrice(side, at)) {
    let levelSize = 0
    const own = (taker.outcome === 0 ? at : 10_000 - at) as Price
    for (let maker = headAt(side, at); maker !== undefined && !done; maker = maker.next) {
      if (passesOwn && maker.owner === taker.owner) {
        passed.push(maker)
        continue
      }
      const size = Math.min(maker.remaining, affordable(left, own))
      if (size === 0) {
        done = true
        break
      }
      const fill = moneyOf(taker, maker, size)
      fills.push(fill)
      levelSize += size
      total.money += fill.takerMoney
      left.shares -= size
      if (left.money !== undefined) left.money -= fill.takerMoney
      done = size < maker.remaining || affordable(left, own) === 0
    }
    total.size += levelSize
    total.fee += feeOf(market.shown.fee, levelSize, own)
  }
  return { fills, passed, ...total, complete: done }
}

/** Plans by the exchange's rule for orders that would meet one of their own owner's. */
export const planFor = (
  state: ExchangeState,
  market: MarketState,
  taker: OpenOrder,
  maxNotional: number | undefined,
): MatchPlan => planMatch(market, taker, maxNotional, state.rules.selfTrade === 'cancel-resting')

const crosses = (taker: OpenOrder, at: number): boolean =>
  taker.yesSide === 'bid' ? at <= taker.yesPrice : at >= taker.yesPrice

const affordable = (left: { shares: number; money: number | undefined }, own: Price): number =>
  left.money === undefined ? left.shares : sharesFor(left.money as Usd, own)

const feeOf = (fee: FeeSchedule, size: number, at: Price): number =>
  takerFee(fee, size as Size, at, 'nearest')

/**
 * A maker gets exactly its limit price, rounded to the micro-dollar in its favour; the taker gets the rest of what
 * the shares (or the set that is made or redeemed) are worth. So nothing is made or lost.
 */
const moneyOf = (taker: OpenOrder, maker: OpenOrder, size: number): PlannedFill => {
  const makerMoney = notional(size as Size, maker.limit, maker.side === 'buy' ? 'down' : 'up')
  const takerMoney = taker.token === maker.token ? makerMoney : size - makerMoney
  return { maker, size, makerMoney, takerMoney }
}
