import { createHash } from 'node:crypto'

/** A price and a size in the venue's own text. */
export type LevelTexts = Readonly<{ price: string; size: string }>

/** What the venue's book hash covers, in the venue's own texts: its `0.30` and `0.3` hash differently. */
export type BookTexts = Readonly<{
  market: string
  asset_id: string
  timestamp: string
  bids: readonly LevelTexts[]
  asks: readonly LevelTexts[]
  min_order_size: string
  tick_size: string
  neg_risk: boolean
  last_trade_price: string
}>

/**
 * Computes the hash that the venue sends with a book: SHA-1 of compact JSON with the keys in one order.
 *
 * The recipe is not documented by the venue and may change: use it as a witness, never as the only proof.
 */
export const bookHash = (book: BookTexts): string => {
  const levels = (list: readonly LevelTexts[]): LevelTexts[] =>
    list.map(({ price, size }) => ({ price, size }))
  const covered = {
    market: book.market,
    asset_id: book.asset_id,
    timestamp: book.timestamp,
    hash: '',
    bids: levels(book.bids),
    asks: levels(book.asks),
    min_order_size: book.min_order_size,
    tick_size: book.tick_size,
    neg_risk: book.neg_risk,
    last_trade_price: book.last_trade_price,
  }
  return createHash('sha1').update(JSON.stringify(covered)).digest('hex')
}
