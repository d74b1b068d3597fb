import { type Usd, type Walk, walkBook } from '@bot/core'
import type { RecipeLeg } from '../detect/recipe.js'

/**
 * Bounds what may be lost when only some legs fill and those are undone at once: the sum of each leg's own loss.
 *
 * A buy is undone into the bids, a sell out of the asks; what the book cannot take back is worth nothing (or costs
 * a dollar a share to buy back).
 */
export const maxLegLoss = (legs: readonly RecipeLeg[], walks: readonly Walk[]): Usd =>
  legs.reduce<number>((sum, { book, side, fee }, index) => {
    const walk = walks[index]
    if (walk === undefined) return sum
    const shares = walk.size
    const back = walkBook(book, side === 'buy' ? 'sell' : 'buy', { shares, fee })
    const loss =
      side === 'buy'
        ? walk.notional + walk.fee - (back.notional - back.fee)
        : back.notional + back.fee + (shares - back.size) - (walk.notional - walk.fee)
    return sum + Math.max(0, loss)
  }, 0) as Usd
