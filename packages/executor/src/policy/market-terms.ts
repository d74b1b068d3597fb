import {
  type BookFault,
  type BookView,
  bookFault,
  type FeeSchedule,
  type MarketFacts,
  type MarketId,
  type Price,
  type Size,
  type TokenId,
  type View,
} from '@bot/core'

/** All that must be known of a token before an order for it may be built. */
export type MarketTerms = Readonly<{
  market: MarketFacts
  token: TokenId
  tick: Price
  minimum: Size
  fee: FeeSchedule
  book: BookView
}>

/** What is missing. */
export type TermsFault =
  | BookFault
  | 'unknown-market'
  | 'token-not-in-market'
  | 'market-not-tradable'
  | 'unknown-tick'
  | 'unknown-minimum-size'
  | 'unknown-fee'
  | 'unknown-neg-risk'

/** Reads a token's terms, or names the first that is missing: law 3, fail closed. */
export const marketTerms = (
  view: View,
  id: MarketId,
  token: TokenId,
  maxBookAgeMs: number,
): MarketTerms | TermsFault => {
  const market = view.market(id)
  if (market === undefined) return 'unknown-market'
  if (!market.tokens.includes(token)) return 'token-not-in-market'
  if (!market.tradable || market.closed) return 'market-not-tradable'
  const { tick, minimumSize: minimum, fee } = market
  if (tick === 'unknown') return 'unknown-tick'
  if (minimum === 'unknown') return 'unknown-minimum-size'
  if (fee === 'unknown') return 'unknown-fee'
  if (market.negRisk === 'unknown') return 'unknown-neg-risk'
  const book = view.book(token)
  const fault = bookFault(book, view.now, maxBookAgeMs)
  if (fault !== undefined || book === undefined) return fault ?? 'missing-book'
  return { market, token, tick, minimum, fee, book }
}
