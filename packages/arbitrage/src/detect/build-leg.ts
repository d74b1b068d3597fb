import { bookFault, isCrossed, type MarketFacts, type TokenId } from '@bot/core'
import type { CertifyOptions } from '../certificate/certify-options.js'
import {
  type Uncertified,
  type UncertifiedReason,
  uncertified,
} from '../certificate/uncertified.js'
import type { RecipeLeg } from './recipe.js'

/**
 * Builds a leg on outcome 0 or 1 of a market, or names the first book fault or fact that forbids it.
 *
 * Fails closed: a market that takes no orders; a book that is missing, stale, crossed (or whose other outcome's is)
 * or one-sided; an unknown fee, minimum or tick.
 */
export const buildLeg = (
  market: MarketFacts,
  outcome: 0 | 1,
  side: 'buy' | 'sell',
  options: CertifyOptions,
): RecipeLeg | Uncertified => {
  const token = market.tokens[outcome]
  const context = { market: market.id, outcome }
  if (!market.tradable || token === undefined || market.tokens.length !== 2) {
    return uncertified('market-not-tradable', context)
  }
  const book = options.bookOf(token)
  const fault = faultOf(market, token, options)
  if (book === undefined || fault !== undefined) {
    return uncertified(fault ?? 'missing-book', { ...context, token }, [token])
  }
  if (market.fee === 'unknown') return uncertified('fee-unknown', context)
  if (market.minimumSize === 'unknown') return uncertified('minimum-unknown', context)
  if (market.tick === 'unknown') return uncertified('tick-unknown', context)
  return { market, token, side, book, fee: market.fee, minimumSize: market.minimumSize }
}

/** As core's `bookFault`, but a crossed market is called crossed even where it is stale as well. */
const faultOf = (
  market: MarketFacts,
  token: TokenId,
  { now, maxBookAgeMs, bookOf }: CertifyOptions,
): UncertifiedReason | undefined => {
  for (const each of market.tokens) {
    const book = bookOf(each)
    if (book !== undefined && isCrossed(book)) return 'crossed-book'
  }
  return bookFault(bookOf(token), now, maxBookAgeMs)
}
