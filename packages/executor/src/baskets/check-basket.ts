import { type Basket, bookFault, isOnTick, type Leg, USD_ONE, type View, walkBook } from '@bot/core'
import { marketTerms, type TermsFault } from '../policy/market-terms.js'

/** Why a basket may not be begun. */
export type BasketFault =
  | TermsFault
  | 'expired'
  | 'basket-malformed'
  | 'epoch-moved'
  | 'cost-above-max'
  | 'depth-gone'
  | 'leg-off-tick'
  | 'leg-below-minimum'

/**
 * Walks the policy's own books once more, just before sending: every leg of every stage must be there at its limit,
 * every book of the certificate in its epoch, and what goes out at most `maxCost` with fees.
 */
export const checkBasket = (
  view: View,
  basket: Basket,
  maxBookAgeMs: number,
): BasketFault | undefined => {
  if (view.now >= basket.expiresAt) return 'expired'
  if (!isSound(basket)) return 'basket-malformed'
  for (const { token, epoch } of basket.booksSeen) {
    const book = view.book(token)
    if (book?.epoch !== epoch) return 'epoch-moved'
    const fault = bookFault(book, view.now, maxBookAgeMs)
    if (fault !== undefined) return fault
  }
  let cost = 0
  for (const stage of basket.stages) {
    if (stage.kind === 'action' && stage.action.action === 'split') {
      cost += stage.action.shares * stage.action.markets.length
    }
    if (stage.kind !== 'legs') continue
    for (const leg of stage.legs) {
      const walked = walkLeg(view, leg, maxBookAgeMs)
      if (typeof walked === 'string') return walked
      cost += walked
    }
  }
  return cost > basket.maxCost ? 'cost-above-max' : undefined
}

/** A stage of legs goes one way; the first stage does something; nothing is empty. */
const isSound = ({ stages, maxCost }: Basket): boolean =>
  stages.length > 0 &&
  stages[0]?.kind !== 'hold-to-resolution' &&
  maxCost > 0 &&
  stages.every((stage) => {
    if (stage.kind === 'action') return stage.action.shares > 0 && stage.action.markets.length > 0
    if (stage.kind === 'hold-to-resolution') return true
    const [first] = stage.legs
    return (
      first !== undefined &&
      stage.legs.every(({ side, shares }) => side === first.side && shares > 0)
    )
  })

const walkLeg = (view: View, leg: Leg, maxBookAgeMs: number): number | BasketFault => {
  const terms = marketTerms(view, leg.market, leg.token, maxBookAgeMs)
  if (typeof terms === 'string') return terms
  if (!isOnTick(leg.limit, terms.tick)) return 'leg-off-tick'
  const { side, shares } = leg
  const walk = walkBook(terms.book, side, { shares, limit: leg.limit, fee: terms.fee })
  if (walk.size < shares) return 'depth-gone'
  const small = side === 'buy' && walk.notional < USD_ONE
  if (shares < terms.minimum || small) return 'leg-below-minimum'
  return side === 'buy' ? walk.notional + walk.fee : 0
}
