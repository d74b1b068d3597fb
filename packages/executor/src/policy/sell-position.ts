import {
  bestBid,
  floorToLot,
  heldShares,
  type OrderIntent,
  type OrderRef,
  type OrderState,
  type Position,
  type Price,
  type Size,
  type View,
  walkBook,
} from '@bot/core'
import { admitExit } from '../risk/entry-gate.js'
import { stillTrades } from '../risk/exposure.js'
import { sellableShares } from '../risk/sellable-shares.js'
import { marketTerms } from './market-terms.js'
import {
  cancelOwn,
  claimedDepth,
  liveOrdersOf,
  type Outcome,
  ownCrossing,
  type PolicyState,
  submit,
} from './policy-state.js'
import { coarseLimit, slippageCap, takeLot } from './precision.js'
import { refuse } from './refuse.js'
import { tooSmall } from './size-entry.js'

/** How much of a position to sell and why; `worst` is the lowest price to accept. */
export type SellWish = Readonly<{ shares: number; reason: string; worst?: Price }>

/**
 * Sells into the bids with a FAK within the slippage cap: never more than is held, settled and not on sale already,
 * never more than rests there. Own orders that it would meet, or that still buy the same, are cancelled first.
 */
export const sellPosition = (
  state: PolicyState,
  view: View,
  nextRef: () => OrderRef,
  position: Position,
  wish: SellWish,
): readonly Outcome[] => {
  const { owner, token, basket } = position
  const no = (reason: string, step: 'sized' | 'risk-passed' = 'sized'): Outcome =>
    refuse(reason, step, owner, token, { exit: wish.reason, held: heldShares(position) })
  if (basket !== undefined) return [no('basket-leg', 'risk-passed')]
  forgetEntry(state, position)
  const own = liveOrdersOf(state, owner, token)
  const buying = own.filter((order) => order.state.intent.side === 'buy')
  const onSale = state.tracker
    .mayTrade()
    .filter(({ state: { intent } }) => intent.owner === owner && intent.token === token)
    .reduce((sum, order) => sum + leftToSell(order.state), 0)
  const sellable = sellableShares(position)
  const free = Math.min(wish.shares, sellable - onSale)
  const sized = free > 0 ? sizeExit(state, view, position, wish, free) : whyNot(position, onSale)
  if (typeof sized === 'string') return [...cancelOwn(buying, view.now), no(sized)]
  const intent: OrderIntent = { ref: nextRef(), ...sized }
  const crossing = ownCrossing(state, view, intent)
  const cancels = cancelOwn([...new Set([...buying, ...crossing])], view.now)
  if (crossing.length > 0) return [...cancels, no('own-order-crosses', 'risk-passed')]
  const admitted = admitExit(intent, sellable, onSale)
  if (typeof admitted === 'string') return [...cancels, no(admitted, 'risk-passed')]
  return [...cancels, submit(state, admitted, view.now, `exit ${intent.ref}`)]
}

/** What is being left is not entered any further, nor anew in place of an order that is being cancelled. */
const forgetEntry = ({ plans, resting }: PolicyState, { key, owner, token }: Position): void => {
  plans.delete(key)
  for (const [ref, { wish }] of resting) {
    if (wish.strategy === owner && wish.token === token) resting.delete(ref)
  }
}

/** Sizes the sale of at most `free` shares, or names what is in its way. */
const sizeExit = (
  state: PolicyState,
  view: View,
  { owner, token, market }: Position,
  wish: SellWish,
  free: number,
): Omit<OrderIntent, 'ref'> | string => {
  const terms = marketTerms(view, market, token, state.settings.maxBookAgeMs)
  if (typeof terms === 'string') return terms
  const { book, fee, tick } = terms
  const best = bestBid(book) as Price
  const cap = slippageCap('sell', best, state.settings.slippage.maxPercent)
  const limit = coarseLimit('sell', best, Math.max(cap, wish.worst ?? 0), tick)
  if (limit === undefined) return 'price-beyond-limit'
  const claimed = claimedDepth(state, view, { token, market, side: 'sell' })
  const depth = walkBook(book, 'sell', { shares: (free + claimed) as Size, limit, fee })
  const shares = floorToLot(Math.max(0, depth.size - claimed) as Size, takeLot('sell', limit))
  const order = { owner, token, market, side: 'sell', shares, limit, tif: 'fak' } as const
  return tooSmall(terms, shares, limit) ?? { ...order, postOnly: false }
}

const whyNot = (position: Position, onSale: number): string => {
  if (onSale > 0) return 'exit-pending'
  return heldShares(position) > 0 ? 'not-settled-yet' : 'nothing-held'
}

const leftToSell = (order: OrderState): number =>
  order.intent.side === 'sell' ? stillTrades(order) : 0
