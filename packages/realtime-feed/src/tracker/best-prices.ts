import type { Price } from '@bot/core'

/** The best prices that a message says a book has. */
export type BestPrices = Readonly<{
  bestBid?: Price | undefined
  bestAsk?: Price | undefined
}>
