import {
  type BookView,
  bookFault,
  floorToLot,
  type Leg,
  type Level,
  levelsOf,
  type MarketFacts,
  midOf,
  mulDiv,
  notional,
  PRICE_ONE,
  type Price,
  type Size,
  type TimeMs,
  type TokenId,
  takerFee,
  type Usd,
  type Walk,
  walkBook,
} from '@bot/core'
import { annualYield } from '../certificate/annual-yield.js'
import { orderLot } from '../size/order-lot.js'
import type { Holding } from './plan-releases.js'

/**
 * Shares that may be sold. `least` is what all of them together must bring at least, in micro-dollars: what a certificate
 * counted on for them; 0 for what a conversion leaves over, which certificates value at nothing.
 */
export type SpareHolding = Holding & Readonly<{ least: Usd }>

/** A sale that is worth more than holding: `leg` bounds it, for an order that takes and never sells more than is held. */
export type Sale = Readonly<{
  leg: Leg
  /** Micro-dollars that come in, after fees; rounded down. */
  pays: Usd
  /** What the shares are worth at the middle of their book, if held until they resolve; rounded up. */
  worth: Usd
  heldUntil: TimeMs
  /** What not selling earns a year on `pays`, as a fraction. */
  holdingEarns: number
  because: string
}>

/** Shares that are better held, or cannot be sold now, with a kebab-case reason. */
export type KeptHolding = Readonly<{ holding: SpareHolding; reason: string }>

/** How sales are judged. Without a fresh two-sided book nothing is sold. */
export type SaleOptions = Readonly<{
  now: TimeMs
  bookOf: (token: TokenId) => BookView | undefined
  /** How long ago a book may have been proven current: 10,000 ms. */
  maxBookAgeMs?: number
  /** What a dollar must earn a year to be left where it is, as a fraction: 0.1. */
  leastYield?: number
}>

/**
 * Says which shares to sell rather than hold: level by level, what the book pays after fees against what a share is worth
 * at the middle of its book when it resolves. Holding has to earn `leastYield` a year on the dollars that selling would
 * free.
 *
 * Kept are shares of markets whose end, fee, tick or least order nobody knows, and what would bring less than its
 * `least` a share. Pure; never throws.
 */
export const planSales = (
  holdings: readonly SpareHolding[],
  markets: readonly MarketFacts[],
  options: SaleOptions,
): Readonly<{ sales: readonly Sale[]; kept: readonly KeptHolding[] }> => {
  const sales: Sale[] = []
  const kept: KeptHolding[] = []
  for (const holding of holdings) {
    const market = markets.find(({ id }) => id === holding.market)
    const judged = market === undefined ? 'unknown-market' : judge(holding, market, options)
    if (typeof judged === 'string') kept.push({ holding, reason: judged })
    else sales.push(judged)
  }
  return { sales: sales.sort((a, b) => b.pays - a.pays), kept }
}

const judge = (holding: SpareHolding, market: MarketFacts, options: SaleOptions): Sale | string => {
  const { now, maxBookAgeMs = 10_000, bookOf } = options
  const { fee, tick, minimumSize, endsAt, tradable, resolution } = market
  if (holding.shares <= 0) return 'nothing-held'
  if (!tradable || resolution.state !== 'unresolved') return 'market-not-tradable'
  if (fee === 'unknown' || tick === 'unknown' || minimumSize === 'unknown') return 'terms-unknown'
  if (endsAt === undefined || endsAt <= now) return 'end-unknown'
  const token = market.tokens[holding.outcome]
  const book = token === undefined ? undefined : bookOf(token)
  const fault = bookFault(book, now, maxBookAgeMs)
  const mid = book === undefined ? undefined : midOf(book)
  if (fault !== undefined || book === undefined || mid === undefined) return fault ?? 'missing-book'
  const question = { mid, fee, endsAt, holding, options }
  const limit = lowestWorthIt(book, question)
  if (limit === undefined) return 'better-held'
  const reached = walkBook(book, 'sell', { shares: holding.shares, limit, fee })
  const shares = floorToLot(reached.size, orderLot('sell', limit))
  if (shares < minimumSize) return 'below-minimum-size'
  const walk = walkBook(book, 'sell', { shares, limit, fee })
  const leg: Leg = { token: book.token, market: market.id, side: 'sell', shares, limit }
  return describe(leg, walk, question)
}

type Question = Readonly<{
  mid: number
  fee: Exclude<MarketFacts['fee'], 'unknown'>
  endsAt: TimeMs
  holding: SpareHolding
  options: SaleOptions
}>

/** The lowest bid at which a share pays more now than it is worth held; bids below pay less still. */
const lowestWorthIt = (book: BookView, question: Question): Price | undefined => {
  let lowest: Price | undefined
  for (const level of levelsOf(book, 'bid')) {
    if (!isWorthIt(level, question)) break
    lowest = level.price
  }
  return lowest
}

/** Judges a level by its own price, whatever better ones pay. */
const isWorthIt = (
  { price, size }: Level,
  { mid, fee, endsAt, holding, options: { now, leastYield = 0.1 } }: Question,
): boolean => {
  const shares = Math.min(size, holding.shares) as Size
  const pays = (notional(shares, price, 'down') - takerFee(fee, shares, price, 'up')) as Usd
  if (pays <= 0 || pays < leastOf(holding, shares)) return false
  const earns = annualYield((worthOf(shares, mid) - pays) as Usd, pays, now, endsAt)
  return earns !== undefined && earns < leastYield
}

const describe = (leg: Leg, walk: Walk, question: Question): Sale | string => {
  const { mid, endsAt, holding, options } = question
  const pays = (walk.notional - walk.fee) as Usd
  if (pays <= 0 || pays < leastOf(holding, leg.shares)) return 'below-what-was-counted-on'
  const worth = worthOf(leg.shares, mid)
  const holdingEarns = annualYield((worth - pays) as Usd, pays, options.now, endsAt) ?? 0
  const percent = (holdingEarns * 100).toFixed(1)
  const because = `held to its end, what it pays now would earn ${percent} % a year`
  return { leg, pays, worth, heldUntil: endsAt, holdingEarns, because }
}

/** Shares at the middle of their book, which may lie between two prices. */
const worthOf = (shares: Size, mid: number): Usd =>
  mulDiv(shares, mid * 2, PRICE_ONE * 2, 'up') as Usd

const leastOf = ({ least, shares }: SpareHolding, part: Size): number =>
  shares <= 0 ? least : mulDiv(least, part, shares, 'up')
