import { mulDiv, SIZE_ONE, type Size, type Usd, type Walk, walkBook } from '@bot/core'
import type { Recipe } from '../detect/recipe.js'

/** What a recipe comes to for a number of sets: the walks of its legs, and dollars in the worst state. */
export type Assessment = Readonly<{
  walks: readonly Walk[]
  cost: Usd
  capital: Usd
  profit: Usd
}>

/**
 * Walks all legs for `shares` sets; `undefined` when a book is not that deep.
 *
 * `capital` is what is out before anything comes back: splits and buys. What comes back is rounded down.
 */
export const assessRecipe = (recipe: Recipe, shares: Size): Assessment | undefined => {
  const walks: Walk[] = []
  const split = recipe.splits.length * shares
  let paid = split
  let received = certainDollars(recipe, shares)
  for (const { book, side, fee } of recipe.legs) {
    const walk = walkBook(book, side, { shares, fee })
    if (walk.size < shares) return undefined
    walks.push(walk)
    if (side === 'buy') paid += walk.notional + walk.fee
    else received += walk.notional - walk.fee
  }
  return { walks, cost: paid as Usd, capital: paid as Usd, profit: (received - paid) as Usd }
}

/** What the action or the resolution gives back for `shares` sets whoever wins, rounded down. */
export const certainDollars = (
  { dollarsBack, feeBips }: Pick<Recipe, 'dollarsBack' | 'feeBips'>,
  shares: Size,
): number => mulDiv(dollarsBack * shares, 10_000 - feeBips, 10_000, 'down')

/** What `shares` sets must earn so that each earns `edge` micro-dollars, rounded up. */
export const requiredProfit = (shares: Size, edge: Usd): number =>
  mulDiv(shares, edge, SIZE_ONE, 'up')
