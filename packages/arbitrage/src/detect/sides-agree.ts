import { type BookView, bestAsk, bestBid, PRICE_ONE } from '@bot/core'

/**
 * Tells whether the other outcome's book shows the price that a leg takes: one mirrored book has one truth, so
 * a difference means that one of the two is behind. A sibling that is missing or not live says nothing.
 */
export const sidesAgree = (
  book: BookView,
  side: 'buy' | 'sell',
  sibling: BookView | undefined,
): boolean => {
  if (sibling === undefined || sibling.status !== 'live') return true
  const own = side === 'buy' ? bestAsk(book) : bestBid(book)
  const mirrored = side === 'buy' ? bestBid(sibling) : bestAsk(sibling)
  return own !== undefined && mirrored !== undefined && own + mirrored === PRICE_ONE
}
