import type { Level } from '../book/order-book.js'
import type { MarketId, TimeMs, TokenId } from '../brand.js'
import type { Price } from '../money/price.js'
import type { Size } from '../money/size.js'

/** One book as a REST read returns it: the witness that a live socket carries live data. */
export type BookReading = Readonly<{
  token: TokenId
  market: MarketId
  venueAt: TimeMs
  bids: readonly Level[]
  asks: readonly Level[]
  hash?: string
  tick?: Price
  minimumSize?: Size
  negRisk?: boolean
  lastTradePrice?: Price
}>
