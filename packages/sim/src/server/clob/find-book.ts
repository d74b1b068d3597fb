import { type TokenId, tokenId } from '@bot/core'
import type { SimMarket } from '../../exchange/sim-market.js'
import { refuse, type VenueAnswer } from '../http/venue-answer.js'
import type { ServerContext } from '../server-context.js'
import { type WireBook, wireBook } from '../wire/wire-book.js'

/** A token with its market and book. */
export type FoundBook = Readonly<{ token: TokenId; market: SimMarket; book: WireBook }>

/** Finds the book of a token; `undefined` for an unknown token or a market without a book. */
export const findBook = (context: ServerContext, token: string): FoundBook | undefined => {
  const market = context.exchange.marketOf(tokenId(token))
  if (market === undefined || market.negRiskRole === 'placeholder') return undefined
  const book = wireBook(context.exchange, market, token)
  return book === undefined ? undefined : { token: tokenId(token), market, book }
}

/** Tells whether a text can be a token id; the venue answers 400 to any other. */
export const isTokenId = (text: string): boolean => /^\d{1,78}$/.test(text)

/** The venue's answer to what is no token id. */
export const notAToken = (): VenueAnswer => refuse(400, 'Invalid token id')

/** The venue's answer where a token has no book. */
export const noBook = (): VenueAnswer =>
  refuse(404, 'No orderbook exists for the requested token id')
