import {
  bestAsk,
  bestBid,
  floorToLot,
  levelsOf,
  mulDiv,
  notional,
  PRICE_ONE,
  type Price,
  type Size,
  sharesFor,
  type TimeInForce,
  USD_ONE,
  type Usd,
  walkBook,
} from '@bot/core'
import { buyFeeBound } from '../risk/fee-bound.js'
import type { MarketTerms } from './market-terms.js'
import type { SlippageOptions } from './policy-options.js'
import { coarseLimit, REST_LOT, slippageCap, takeLot } from './precision.js'

/** What an entry may be: the wish's limit and size, and the dollars that it may cost, fees included. */
export type EntryBounds = Readonly<{
  limit: Price
  wanted: Size | 'max'
  edgePerShare: number
  budget: Usd
  /** The most dollars of one order. */
  childBudget: Usd
  slippage: SlippageOptions
  /** Shares that own orders under way are about to take from the same levels. */
  claimed: number
}>

/** An order's size with the most it can cost. `target` is what all orders of the entry together shall reach. */
export type SizedEntry = Readonly<{
  limit: Price
  shares: Size
  target: Size
  outlay: Usd
  tif: TimeInForce
  postOnly: boolean
}>

/** Why no order could be sized. */
export type SizeFault =
  | 'price-beyond-limit'
  | 'liquidity-below-minimum'
  | 'below-minimum-size'
  | 'below-minimum-notional'
  | 'edge-below-cost'

/**
 * Sizes a buy that takes what rests: within the slippage cap and the wish's limit, no more than the depth there, no
 * more than the budget at the limit with the highest fee on the way, floored to the venue's precision.
 */
export const sizeTake = (terms: MarketTerms, bounds: EntryBounds): SizedEntry | SizeFault => {
  const { book, tick, fee } = terms
  const best = bestAsk(book) as Price
  const cap = slippageCap('buy', best, bounds.slippage.maxPercent)
  const limit = coarseLimit('buy', best, Math.min(cap, bounds.limit), tick)
  if (limit === undefined) return 'price-beyond-limit'
  if (restingWithin(terms, 'ask', cap) < bounds.slippage.minLiquidityUsd) {
    return 'liquidity-below-minimum'
  }
  const lot = takeLot('buy', limit)
  const depth = walkBook(book, 'buy', { shares: MOST_SHARES, limit, fee })
  const outlayOf = outlayAt(terms, limit, false)
  const target = within(bounds.wanted, bounds.budget, limit, lot, outlayOf)
  const child = within(
    bounds.wanted,
    Math.min(bounds.budget, bounds.childBudget),
    limit,
    lot,
    outlayOf,
  )
  const whole = target - child < leastShares(terms, limit)
  const free = Math.max(0, depth.size - bounds.claimed)
  const asked = floorToLot(Math.min(whole ? target : child, free) as Size, lot)
  const shares = floorToLot(notMoreThan(bounds.wanted, terms, asked, limit), lot)
  const fault = tooSmall(terms, shares, best)
  if (fault !== undefined) return fault
  const walk = walkBook(book, 'buy', { shares, limit, fee })
  const cost = walk.notional - notional(shares, best, 'down') + walk.fee
  if (bounds.edgePerShare * shares < cost) return 'edge-below-cost'
  return { limit, shares, target, outlay: outlayOf(shares), tif: 'fak', postOnly: false }
}

/** Sizes a buy that rests at a price, within budget. */
export const sizeRest = (
  terms: MarketTerms,
  bounds: EntryBounds,
  limit: Price,
): SizedEntry | SizeFault => {
  const { book } = terms
  const cap = slippageCap('sell', bestBid(book) as Price, bounds.slippage.maxPercent)
  if (restingWithin(terms, 'bid', cap) < bounds.slippage.minLiquidityUsd) {
    return 'liquidity-below-minimum'
  }
  const outlayOf = outlayAt(terms, limit, true)
  const shares = within(bounds.wanted, bounds.budget, limit, REST_LOT, outlayOf)
  const outlay = outlayOf(shares)
  const fault = tooSmall(terms, shares, limit)
  if (fault !== undefined) return fault
  if (bounds.edgePerShare * shares < outlay - notional(shares, limit, 'up'))
    return 'edge-below-cost'
  return { limit, shares, target: shares, outlay, tif: 'gtd', postOnly: true }
}

/** The most that a buy of so many shares at a limit can cost, fees included, wherever it fills. */
const outlayAt =
  ({ fee }: MarketTerms, limit: Price, postOnly: boolean) =>
  (shares: Size): Usd => {
    const dollars = notional(shares, limit, 'up')
    return (dollars + buyFeeBound(fee, dollars, limit, postOnly)) as Usd
  }

/**
 * A buy that takes spends dollars, `shares × limit`: below its limit it brings more shares than it says. Returns fewer,
 * so that what rests now brings no more than is wanted.
 */
const notMoreThan = (
  wanted: Size | 'max',
  { book }: MarketTerms,
  shares: Size,
  limit: Price,
): Size => {
  if (wanted === 'max') return shares
  const most = sharesForDollars(book, notional(shares, limit, 'up'), limit)
  return most <= wanted ? shares : (mulDiv(shares, wanted, most, 'down') as Size)
}

/** Shares that so many dollars take from the asks up to a limit. */
const sharesForDollars = (book: MarketTerms['book'], dollars: number, limit: Price): number => {
  let left = dollars
  let shares = 0
  for (const level of levelsOf(book, 'ask')) {
    if (level.price > limit || left <= 0) break
    const take = Math.min(level.size, mulDiv(left, PRICE_ONE, level.price, 'up'))
    shares += take
    left -= notional(take as Size, level.price, 'down')
  }
  return shares
}

const MOST_SHARES = 1_000_000_000_000 as Size

/** Dollars resting on a side from the best price to the cap. */
const restingWithin = ({ book }: MarketTerms, side: 'bid' | 'ask', cap: number): number => {
  let dollars = 0
  for (const { price, size } of levelsOf(book, side)) {
    if (side === 'ask' ? price > cap : price < cap) break
    dollars += notional(size, price, 'down')
  }
  return dollars
}

/** The most shares of whole lots, of those wanted, whose outlay fits the budget. */
const within = (
  wanted: Size | 'max',
  budget: number,
  limit: Price,
  lot: Size,
  outlayOf: (shares: Size) => Usd,
): Size => {
  const affordable = sharesFor(budget as Usd, limit)
  let shares = floorToLot(
    (wanted === 'max' ? affordable : Math.min(wanted, affordable)) as Size,
    lot,
  )
  const outlay = outlayOf(shares)
  if (outlay > budget) shares = floorToLot(mulDiv(shares, budget, outlay, 'down') as Size, lot)
  while (shares > 0 && outlayOf(shares) > budget) shares = Math.max(0, shares - lot) as Size
  return shares
}

const leastShares = ({ minimum }: MarketTerms, limit: Price): number =>
  Math.max(minimum, sharesFor(USD_ONE, limit))

/** Names what makes an order too small for the venue: its shares, or less than a dollar. */
export const tooSmall = (
  { minimum }: Pick<MarketTerms, 'minimum'>,
  shares: Size,
  at: Price,
): 'below-minimum-size' | 'below-minimum-notional' | undefined => {
  if (shares === 0 || shares < minimum) return 'below-minimum-size'
  return notional(shares, at, 'down') < USD_ONE ? 'below-minimum-notional' : undefined
}
