import { createHash } from 'node:crypto'

/** One price level as text. */
export type WireLevel = Readonly<{ price: string; size: string }>

/** A book as REST sends it, without its hash. */
export type HashedBook = Readonly<{
  market: string
  asset_id: string
  timestamp: string
  bids: readonly WireLevel[]
  asks: readonly WireLevel[]
  min_order_size: string
  tick_size: string
  neg_risk: boolean
  last_trade_price: string
}>

/**
 * Computes the venue's book hash: SHA-1 of compact JSON in exactly this key order, with an empty `hash`.
 *
 * @see the protocol sheet, 4.2: reproduced for 456 of 456 REST snapshots
 */
export const bookHash = (book: HashedBook): string =>
  createHash('sha1')
    .update(
      JSON.stringify({
        market: book.market,
        asset_id: book.asset_id,
        timestamp: book.timestamp,
        hash: '',
        bids: book.bids.map(({ price, size }) => ({ price, size })),
        asks: book.asks.map(({ price, size }) => ({ price, size })),
        min_order_size: book.min_order_size,
        tick_size: book.tick_size,
        neg_risk: book.neg_risk,
        last_trade_price: book.last_trade_price,
      }),
    )
    .digest('hex')
