import { PRICE_ONE, type Price, type Size } from '@bot/core'
import type { Recipe, RecipeLeg } from '../detect/recipe.js'
import { commonLot, isLegalLot, orderLot } from './order-lot.js'

/**
 * Returns the most shares, at most `shares`, that all legs' orders may have at the limits they then need; 0 if none.
 *
 * The lot depends on the limits and these on the size: fewer shares need no worse limits, so this ends.
 */
export const legalAtMost = (recipe: Pick<Recipe, 'legs'>, shares: number, lot: Size): Size => {
  let most = shares
  while (most > 0 && !isLegal(recipe, most, lot)) {
    most -= most % lotAt(recipe, most, lot)
  }
  return most as Size
}

/** Returns the fewest shares, at least `shares`, that are legal; 0 when a few tries find none within the depth. */
export const legalAtLeast = (
  recipe: Pick<Recipe, 'legs'>,
  shares: number,
  lot: Size,
  most: number,
): Size => {
  let least = shares
  for (let tries = 0; tries < MOST_TRIES && least <= most; tries++) {
    const lots = lotAt(recipe, least, lot)
    const legal = least % lots === 0 ? least : least - (least % lots) + lots
    if (legal === least) return legal as Size
    least = legal
  }
  return 0 as Size
}

const MOST_TRIES = 12

/** Mostly they are: then no lot needs to be worked out. */
const isLegal = (recipe: Pick<Recipe, 'legs'>, shares: number, lot: Size): boolean =>
  shares % lot === 0 &&
  recipe.legs.every((leg) => isLegalLot(shares, leg.side, limitAt(leg, shares)))

const lotAt = (recipe: Pick<Recipe, 'legs'>, shares: number, lot: Size): number => {
  let least: number = lot
  for (const leg of recipe.legs) {
    const limit = limitAt(leg, shares)
    if (isLegalLot(least, leg.side, limit)) continue
    least = commonLot(least, orderLot(leg.side, limit))
  }
  return least
}

const limitAt = ({ book, side }: RecipeLeg, shares: number): Price => {
  const { prices, sizes } = side === 'buy' ? book.asks : book.bids
  let left = shares
  for (let i = prices.length - 1; i >= 0; i--) {
    left -= sizes[i] ?? 0
    if (left <= 0) return prices[i] ?? PRICE_ONE
  }
  return prices[0] ?? PRICE_ONE
}
