import {
  type BookView,
  bestAsk,
  bestBid,
  bookFault,
  type Price,
  type TokenId,
  type View,
} from '@bot/core'

/** The best prices of a sound book, in 1/10,000 dollar, its mid, and the spread as a part of the mid. */
export type Quote = Readonly<{ bid: Price; ask: Price; mid: number; spread: number }>

/**
 * Reads a token's quote from a live book; `undefined` when the book is missing, stale, older than `maxAgeMs`, crossed
 * or one-sided: then there is no price.
 */
export const quoteOf = (
  token: TokenId | undefined,
  view: View,
  maxAgeMs: number,
): Quote | undefined => {
  const book: BookView | undefined = token === undefined ? undefined : view.book(token)
  if (book === undefined || bookFault(book, view.now, maxAgeMs) !== undefined) return undefined
  const bid = bestBid(book)
  const ask = bestAsk(book)
  if (bid === undefined || ask === undefined) return undefined
  const mid = (bid + ask) / 2
  return { bid, ask, mid, spread: (ask - bid) / mid }
}
