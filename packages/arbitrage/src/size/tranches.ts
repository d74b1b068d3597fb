import { mulDiv, type Size } from '@bot/core'

/** One conversion: NO of the first `legs` legs, those that have most shares, `shares` of each. */
export type Tranche = Readonly<{ legs: number; shares: Size }>

/**
 * Splits legs of different sizes into conversions, one inside another: all legs as often as the smallest has shares,
 * then those that have more for as much as they have more, and so on.
 *
 * `sizes` fall. Legs of one size are one conversion.
 */
export const tranchesOf = (sizes: readonly Size[]): readonly Tranche[] => {
  const found: Tranche[] = []
  let reached = 0
  for (let index = sizes.length - 1; index >= 0; index--) {
    const size = sizes[index] ?? 0
    if (size <= reached) continue
    found.push({ legs: index + 1, shares: (size - reached) as Size })
    reached = size
  }
  return found
}

/** What an adapter's fee leaves of shares or dollars, rounded down. */
export const afterFee = (amount: number, feeBips: number): number =>
  feeBips === 0 ? amount : mulDiv(amount, 10_000 - feeBips, 10_000, 'down')

/** The dollars that the conversions give back whoever wins: one less than legs, a share of each; rounded down each. */
export const convertedDollars = (tranches: readonly Tranche[], feeBips: number): number =>
  tranches.reduce((sum, { legs, shares }) => sum + afterFee((legs - 1) * shares, feeBips), 0)
