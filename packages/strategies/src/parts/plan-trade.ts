import {
  complement,
  type MarketFacts,
  mulDiv,
  PRICE_ONE,
  type Price,
  type Size,
  type TokenId,
  toTick,
  type View,
} from '@bot/core'
import type { Quote } from './quote.js'

/**
 * What a rule wants of a market's first outcome. Percentages are of the price it enters at: 140 is 40 % above.
 *
 * `targetFrom: 'ask'` measures the target from the best ask instead; `takeProfit` is where `exit` would leave
 * before the target, if that is nearer.
 */
export type TradeRule = Readonly<{
  side: 'buy' | 'sell'
  entry: 'take' | 'rest'
  target: number
  targetFrom: 'entry' | 'ask'
  stop: number
  takeProfit: number
}>

/** A trade that pays for itself if its target is reached; `gain` is that gain a share in dollars, before costs. */
export type PlannedTrade = Readonly<{ limit: Price; target: Price; stop: Price; gain: number }>

/** Why a rule that fired plans nothing. */
export type PlanFault = 'tick-unknown' | 'fee-unknown' | 'target-below-cost' | 'stop-inside-spread'

const SAMPLE = 100_000_000 as Size
const SAMPLE_DOLLARS = 100_000_000

/**
 * Prices a rule on a quote of the first outcome, or says why it must not be traded.
 *
 * The gain at the target must exceed the fees of both ways and `slippage` (a part of the price), and the market
 * must not stand beyond the stop already. A buy that takes crosses the spread; so does every way out.
 */
export const planTrade = (
  rule: TradeRule,
  quote: Quote,
  market: MarketFacts,
  view: View,
  slippage: number,
): PlannedTrade | PlanFault => {
  const { tick } = market
  if (tick === 'unknown') return 'tick-unknown'
  const buys = rule.side === 'buy'
  const entry = entryOf(rule, quote)
  const limit = rule.entry === 'rest' ? entry : limitOf(rule.side, entry, tick, slippage)
  const from = rule.targetFrom === 'ask' ? quote.ask : entry
  const target = percentOf(from, rule.target, tick, buys ? 'up' : 'down')
  const stop = percentOf(entry, rule.stop, tick, buys ? 'down' : 'up')
  const profit = percentOf(entry, rule.takeProfit, tick, buys ? 'up' : 'down')
  const near = (buys ? Math.min(target, profit) : Math.max(target, profit)) as Price
  const costs = feesAround(rule, market, limit, near, view)
  if (costs === 'unknown') return 'fee-unknown'
  const gain = Math.abs(near - limit) / PRICE_ONE
  if ((buys ? near <= limit : near >= limit) || gain <= costs) return 'target-below-cost'
  if (buys ? quote.bid <= stop : quote.ask >= stop) return 'stop-inside-spread'
  return { limit, target, stop, gain: Math.abs(target - entry) / PRICE_ONE }
}

/** A percentage of a price on the grid: where it is first reached or passed. */
const percentOf = (of: Price, percent: number, tick: Price, direction: 'down' | 'up'): Price =>
  toTick(Math.min(PRICE_ONE, mulDiv(of, percent, 100, direction)) as Price, tick, direction)

const entryOf = ({ side, entry }: TradeRule, { bid, ask }: Quote): Price =>
  (side === 'buy') === (entry === 'take') ? ask : bid

/** The worst price within the slippage, on the grid, never worse than the best when a tick is more than that. */
const limitOf = (side: 'buy' | 'sell', best: Price, tick: Price, slippage: number): Price =>
  side === 'buy'
    ? (Math.max(best, toTick((best * (1 + slippage)) as Price, tick, 'down')) as Price)
    : (Math.min(best, toTick((best * (1 - slippage)) as Price, tick, 'up')) as Price)

/** Fees a share in dollars, in and out; resting is free where only takers pay. */
const feesAround = (
  rule: TradeRule,
  market: MarketFacts,
  enterAt: Price,
  leaveAt: Price,
  view: View,
): number | 'unknown' => {
  // Selling what is not held buys the other outcome: the fee is the same at 1 − p.
  const [first, second] = market.tokens
  const token: TokenId | undefined = rule.side === 'buy' ? first : second
  if (token === undefined || market.fee === 'unknown') return 'unknown'
  const at = (price: Price): Price => (rule.side === 'buy' ? price : complement(price))
  const free = rule.entry === 'rest' && market.fee.takerOnly
  const enter = free ? 0 : view.fee(token, at(enterAt), SAMPLE)
  const leave = view.fee(token, at(leaveAt), SAMPLE)
  if (enter === 'unknown' || leave === 'unknown') return 'unknown'
  return (enter + leave) / SAMPLE_DOLLARS
}
