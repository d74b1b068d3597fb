import {
  formatPrice,
  formatSize,
  formatUsd,
  isOnTick,
  type MarketFacts,
  type OrderIntent,
  type TimeMs,
  USD_ONE,
} from '@bot/core'
import { orderAmounts } from './order-amounts.js'

/** Two decimals of a share or a dollar. */
const CENT = 10_000
/** Four decimals. */
const FINE = 100
/** A GTD order must ask for at least this long. */
const LEAST_LIFE_SECONDS = 180

/**
 * Finds why the venue would take this order in no state of its book: what is wrong, in words that go on "Expected …".
 *
 * What depends on the book or the balance (crossing, funds, a market that closes) is the venue's to say.
 *
 * @see https://docs.polymarket.com/developers/CLOB/orders/create-order
 */
export const findOrderProblem = (
  intent: OrderIntent,
  market: MarketFacts | undefined,
  now: TimeMs,
): string | undefined =>
  marketProblem(intent, market) ?? timingProblem(intent, now) ?? amountProblem(intent, market)

const marketProblem = (
  { token, market: id, limit }: OrderIntent,
  market: MarketFacts | undefined,
): string | undefined => {
  if (market === undefined) return `a market that is known, was token ${token}`
  if (market.id !== id) return `a token of market ${id}, was one of ${market.id}`
  if (!/^\d{1,78}$/.test(token)) return `a token id in digits, was ${token}`
  if (market.tick === 'unknown') return 'a market whose tick is known'
  if (market.minimumSize === 'unknown') return 'a market whose minimum size is known'
  if (market.fee === 'unknown') return 'a market whose fee is known'
  if (market.negRisk === 'unknown') return 'a market known to be negRisk or not'
  return isOnTick(limit, market.tick)
    ? undefined
    : `a limit on the tick of ${formatPrice(market.tick)}, was ${formatPrice(limit)}`
}

const timingProblem = (
  { tif, postOnly, expiresAt }: OrderIntent,
  now: TimeMs,
): string | undefined => {
  const takes = tif === 'fok' || tif === 'fak'
  if (postOnly && takes) return `post-only with gtc or gtd alone, was ${tif}`
  if ((tif === 'gtd') !== (expiresAt !== undefined)) return `an expiry with gtd alone, was ${tif}`
  if (expiresAt === undefined) return undefined
  const seconds = expirySeconds(expiresAt) - Math.floor(now / 1000)
  return seconds >= LEAST_LIFE_SECONDS
    ? undefined
    : `an expiry at least ${LEAST_LIFE_SECONDS} s ahead, was ${seconds} s`
}

/** The venue's expiry, in Unix seconds, never before the one that was asked for. */
export const expirySeconds = (expiresAt: TimeMs): number => Math.ceil(expiresAt / 1000)

const amountProblem = (
  { side, shares, limit, tif }: OrderIntent,
  market: MarketFacts | undefined,
): string | undefined => {
  if (!Number.isSafeInteger(shares) || shares <= 0) return `more than 0 shares, was ${shares}`
  const amounts = orderAmounts(side, shares, limit)
  const said = `${formatSize(shares)} shares at ${formatPrice(limit)}`
  if (amounts === undefined) return `whole micro-dollars, was ${said}`
  if (tif === 'gtc' || tif === 'gtd') return restingProblem(shares, market, said)
  const fits = amounts.makerAmount % CENT === 0 && amounts.takerAmount % FINE === 0
  if (!fits) {
    const given = side === 'buy' ? 'dollars' : 'shares'
    const taken = side === 'buy' ? 'shares' : 'dollars'
    return `${given} of at most 2 decimals for ${taken} of at most 4 in a ${tif} order, was ${said}`
  }
  return side === 'buy' && amounts.dollars < USD_ONE
    ? `a buy that takes of at least $1, was $${formatUsd(amounts.dollars)}`
    : undefined
}

const restingProblem = (
  shares: OrderIntent['shares'],
  market: MarketFacts | undefined,
  said: string,
): string | undefined => {
  if (shares % CENT !== 0) return `shares of at most 2 decimals, was ${said}`
  const least = market?.minimumSize
  return typeof least === 'number' && shares < least
    ? `at least ${formatSize(least)} shares, was ${said}`
    : undefined
}
