import {
  bestAsk,
  levelsOf,
  type OrderState,
  type Placement,
  type Price,
  type TokenId,
  toTick,
} from '@bot/core'
import type { MarketTerms } from './market-terms.js'
import { tradedShares } from './order-tracker.js'

/** Where a buy wants to rest: how, how far at most, and how many ticks below the best place. */
export type RestWish = Readonly<{ placement: Placement; limit: Price; rung: number }>

/**
 * Returns the price at which a buy rests: with the best bid of others, a tick above it, or at its limit; never past
 * the limit, always at least a tick below the best ask. `undefined` when no tick is left.
 */
export const restPrice = (
  { book, tick, token }: MarketTerms,
  { placement, limit, rung }: RestWish,
  own: readonly OrderState[],
): Price | undefined => {
  const ask = bestAsk(book)
  if (ask === undefined) return undefined
  const bid = bidOfOthers(book, token, own)
  if (placement !== 'limit' && bid === undefined) return undefined
  const wished = placement === 'limit' || bid === undefined ? limit : bid
  const place = placement === 'improve' ? wished + tick : wished
  const most = Math.min(limit, place, ask - tick)
  if (most < tick) return undefined
  const at = toTick(most as Price, tick, 'down') - rung * tick
  return at < tick ? undefined : (at as Price)
}

/** The best bid that is not our own alone: a bot that improves on itself climbs to the ask. */
const bidOfOthers = (
  book: MarketTerms['book'],
  token: TokenId,
  own: readonly OrderState[],
): Price | undefined => {
  const mine = new Map<number, number>()
  for (const order of own) {
    const { intent } = order
    if (intent.token !== token || intent.side !== 'buy') continue
    const left = Math.max(0, intent.shares - tradedShares(order))
    mine.set(intent.limit, (mine.get(intent.limit) ?? 0) + left)
  }
  return levelsOf(book, 'bid').find(({ price, size }) => size > (mine.get(price) ?? 0))?.price
}
