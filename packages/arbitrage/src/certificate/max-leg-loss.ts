import { notional, type Usd, type Walk, walkBook } from '@bot/core'
import type { RecipeLeg } from '../detect/recipe.js'

/**
 * Bounds what may be lost on the way, leg by leg: a leg that is undone at once because others did not fill, or one
 * that fills at its limit all over, whichever is more.
 *
 * A buy is undone into the bids, a sell out of the asks; what the book cannot take back is worth nothing (or costs
 * a dollar a share to buy back).
 */
export const maxLegLoss = (legs: readonly RecipeLeg[], walks: readonly Walk[]): Usd => {
  let sum = 0
  for (let i = 0; i < legs.length; i++) {
    const [leg, walk] = [legs[i], walks[i]]
    if (leg === undefined || walk?.worstPrice === undefined) continue
    const buys = leg.side === 'buy'
    const atLimit = notional(walk.size, walk.worstPrice, buys ? 'up' : 'down')
    const beyond = buys ? atLimit - walk.notional : walk.notional - atLimit
    sum += Math.max(0, beyond, undoneLoss(leg, walk))
  }
  return sum as Usd
}

const undoneLoss = ({ book, side, fee }: RecipeLeg, walk: Walk): number => {
  const shares = walk.size
  const back = walkBook(book, side === 'buy' ? 'sell' : 'buy', { shares, fee })
  return side === 'buy'
    ? walk.notional + walk.fee - (back.notional - back.fee)
    : back.notional + back.fee + (shares - back.size) - (walk.notional - walk.fee)
}
