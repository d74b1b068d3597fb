import {
  bestBid,
  floorToLot,
  heldShares,
  type OrderIntent,
  type OrderRef,
  type Position,
  type Price,
  type Size,
  type View,
  walkBook,
} from '@bot/core'
import { admitExit } from '../risk/entry-gate.js'
import { sellableShares } from '../risk/sellable-shares.js'
import { marketTerms } from './market-terms.js'
import {
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
 * Sells into the bids with a FAK within the slippage cap: never more than is held, settled and not on sale already, never more
 * than rests there. Orders of the same owner that still buy are cancelled first; so are own orders it would meet.
 */
export const sellPosition = (
  state: PolicyState,
  view: View,
  nextRef: () => OrderRef,
  position: Position,
  wish: SellWish,
): readonly Outcome[] => {
  const { owner, token, market, basket } = position
  const no = (reason: string, step: 'sized' | 'risk-passed' = 'sized'): Outcome =>
    refuse(reason, step, owner, token, { exit: wish.reason, held: heldShares(position) })
  if (basket !== undefined) return [no('basket-leg', 'risk-passed')]
  state.plans.delete(position.key)
  const own = liveOrdersOf(state, owner, token)
  const cancels = own
    .filter((order) => order.state.intent.side === 'buy' && order.cancels === 0)
    .map((order): Outcome => {
      order.cancels += 1
      return { kind: 'cancel', ref: order.state.intent.ref }
    })
  const onSale = own.reduce((sum, order) => sum + leftToSell(order.state), 0)
  const sellable = sellableShares(position)
  const free = Math.min(wish.shares, sellable - onSale)
  if (free <= 0) return [...cancels, no(whyNothing(position, onSale))]
  const terms = marketTerms(view, market, token, state.settings.maxBookAgeMs)
  if (typeof terms === 'string') return [...cancels, no(terms)]
  const best = bestBid(terms.book) as Price
  const cap = slippageCap('sell', best, state.settings.slippage.maxPercent)
  const limit = coarseLimit('sell', best, Math.max(cap, wish.worst ?? 0), terms.tick)
  if (limit === undefined) return [...cancels, no('price-beyond-limit')]
  const claimed = claimedDepth(state, view, { token, market, side: 'sell' })
  const depth = walkBook(terms.book, 'sell', {
    shares: (free + claimed) as Size,
    limit,
    fee: terms.fee,
  })
  const shares = floorToLot(Math.max(0, depth.size - claimed) as Size, takeLot('sell', limit))
  const fault = tooSmall(terms, shares, limit)
  if (fault !== undefined) return [...cancels, no(fault)]
  const side = 'sell' as const
  const intent: OrderIntent = {
    ...{ ref: nextRef(), owner, token, market, side, shares, limit },
    ...{ tif: 'fak' as const, postOnly: false },
  }
  const crossing = ownCrossing(state, view, intent).filter((order) => order.cancels === 0)
  for (const order of crossing) {
    order.cancels += 1
    cancels.push({ kind: 'cancel', ref: order.state.intent.ref })
  }
  if (ownCrossing(state, view, intent).length > 0) {
    return [...cancels, no('own-order-crosses', 'risk-passed')]
  }
  const admitted = admitExit(intent, sellable, onSale)
  if (typeof admitted === 'string') return [...cancels, no(admitted, 'risk-passed')]
  return [...cancels, submit(state, admitted, view.now, `exit ${intent.ref}`)]
}

const whyNothing = (position: Position, onSale: number): string => {
  if (onSale > 0) return 'exit-pending'
  return heldShares(position) > 0 ? 'not-settled-yet' : 'nothing-held'
}

const leftToSell = ({ intent, filled }: { intent: OrderIntent; filled: { size: Size } }): number =>
  intent.side === 'sell' ? Math.max(0, intent.shares - filled.size) : 0
