import { mulDiv, SIZE_ONE, type Size, type Usd, type Walk } from '@bot/core'
import type { Recipe } from '../detect/recipe.js'
import { type LegCurve, moneyAt, walkCurve } from './leg-curve.js'
import { afterFee, convertedDollars, tranchesOf } from './tranches.js'

/** What a recipe comes to for so many shares of each leg: the walks of its legs, and dollars in the worst state. */
export type Assessment = Readonly<{
  walks: readonly Walk[]
  cost: Usd
  capital: Usd
  profit: Usd
}>

/** Walks each leg for its size; sizes differ in conversions only, and fall. `undefined` when a book is not that deep. */
export const assessRecipe = (
  recipe: Recipe,
  curves: readonly LegCurve[],
  sizes: readonly Size[],
): Assessment | undefined => {
  const walks: Walk[] = []
  let capital = 0
  for (let i = 0; i < recipe.splits.length; i++) capital += sizes[i] ?? 0
  let received = dollarsAfter(recipe, sizes)
  for (let i = 0; i < curves.length; i++) {
    const curve = curves[i] as LegCurve
    const walk = walkCurve(curve, sizes[i] ?? (0 as Size))
    if (walk === undefined) return undefined
    walks.push(walk)
    if (curve.leg.side === 'buy') capital += walk.notional + walk.fee
    else received += walk.notional - walk.fee
  }
  const cost = capital as Usd
  return { walks, cost, capital: cost, profit: (received - capital) as Usd }
}

/** What is out before anything comes back: splits and buys; infinite when a book is not that deep. */
export const capitalOf = (recipe: Recipe, curves: readonly LegCurve[], shares: number): number => {
  let paid = recipe.splits.length * shares
  for (const curve of curves) {
    if (curve.leg.side === 'buy') paid += moneyAt(curve, shares) ?? Number.POSITIVE_INFINITY
  }
  return paid
}

/** What comes back in the worst state, rounded down, less everything paid; minus infinity when a book ends before. */
export const profitOf = (recipe: Recipe, curves: readonly LegCurve[], shares: number): number => {
  let profit = certainDollars(recipe, shares as Size) - recipe.splits.length * shares
  for (const curve of curves) {
    const money = moneyAt(curve, shares)
    if (money === undefined) return Number.NEGATIVE_INFINITY
    profit += curve.leg.side === 'buy' ? -money : money
  }
  return profit
}

/** What the action or the resolution gives back for `shares` sets whoever wins, rounded down. */
const certainDollars = ({ dollarsBack, feeBips }: Recipe, shares: Size): number =>
  afterFee(dollarsBack * shares, feeBips)

const dollarsAfter = (recipe: Recipe, sizes: readonly Size[]): number =>
  recipe.finish === 'convert'
    ? convertedDollars(tranchesOf(sizes), recipe.feeBips)
    : certainDollars(recipe, sizes[0] ?? (0 as Size))

/** What `shares` sets must earn so that each earns `edge` micro-dollars, rounded up. */
export const requiredProfit = (shares: Size, edge: Usd): number =>
  mulDiv(shares, edge, SIZE_ONE, 'up')
