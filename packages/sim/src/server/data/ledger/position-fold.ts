import { mulDiv } from '@bot/core'

/** One owner's holding of one token: millionths of shares and of dollars. */
export type PositionFold = {
  size: number
  /** What the shares that are still held cost, before fees. */
  cost: number
  /** Shares ever taken in. */
  bought: number
  /** The average price in dollars after the last shares came in; it outlives the position. */
  average: number
  /** Profit of what went out, less all fees. */
  realized: number
  /** Fees of what was bought. */
  entryFees: number
  firstAt: number
  lastAt: number
}

/** Shares that came (above zero) or went, what was paid or got for them, and the fee on top. */
export type FoldChange = Readonly<{ size: number; money: number; fee: number }>

/** What a change did to a position, to take it back. */
export type FoldEffect = Readonly<
  Pick<PositionFold, 'size' | 'cost' | 'bought' | 'realized' | 'entryFees'>
>

/** Makes an empty position. */
export const emptyPosition = (at: number): PositionFold => ({
  size: 0,
  cost: 0,
  bought: 0,
  average: 0,
  realized: 0,
  entryFees: 0,
  firstAt: at,
  lastAt: at,
})

/**
 * Applies a change at average cost. Realized profit less cost is always the cash that the position brought.
 *
 * The cost of what goes out is rounded down to the micro-dollar, and is all of it with the last share.
 */
export const applyChange = (fold: PositionFold, change: FoldChange, at: number): FoldEffect => {
  const effect = change.size > 0 ? entering(change) : leaving(fold, change)
  shift(fold, effect, 1)
  if (change.size > 0 && fold.size > 0) fold.average = fold.cost / fold.size
  fold.lastAt = at
  return effect
}

const entering = ({ size, money, fee }: FoldChange): FoldEffect => ({
  size,
  cost: money,
  bought: size,
  realized: -fee,
  entryFees: fee,
})

const leaving = (fold: PositionFold, { size, money, fee }: FoldChange): FoldEffect => {
  const gone = -size
  const cost = gone >= fold.size ? fold.cost : mulDiv(fold.cost, gone, fold.size, 'down')
  return { size, cost: -cost, bought: 0, realized: money - cost - fee, entryFees: 0 }
}

/** Takes an effect back, as a trade does that fails to settle. What no share is left to carry becomes realized. */
export const undoEffect = (fold: PositionFold, effect: FoldEffect, at: number): void => {
  shift(fold, effect, -1)
  if (fold.size <= 0 || fold.cost < 0) {
    fold.realized -= fold.cost
    fold.cost = 0
  }
  if (fold.size > 0) fold.average = fold.cost / fold.size
  fold.lastAt = at
}

const shift = (fold: PositionFold, effect: FoldEffect, direction: 1 | -1): void => {
  fold.size += direction * effect.size
  fold.cost += direction * effect.cost
  fold.bought += direction * effect.bought
  fold.realized += direction * effect.realized
  fold.entryFees += direction * effect.entryFees
}
