import { mulDiv } from '@bot/core'
import type { OutcomeHolding } from './wallet-ledger.js'

/** Adds bought shares with what they cost. */
export const addShares = (holding: OutcomeHolding, shares: number, cost: number): void => {
  holding.shares += shares
  holding.cost += cost
  holding.bought += shares
  holding.paid += cost
}

/**
 * Takes shares out for a sum, at average cost.
 *
 * Shares beyond what is held came from before the first row: they are counted as `unexplained` and their proceeds
 * are no profit that we could know of.
 */
export const takeShares = (holding: OutcomeHolding, shares: number, proceeds: number): void => {
  const known = Math.min(shares, holding.shares)
  holding.unexplained += shares - known
  if (known === 0) return
  const removed = mulDiv(holding.cost, known, holding.shares, 'nearest')
  const received = known === shares ? proceeds : mulDiv(proceeds, known, shares, 'nearest')
  holding.shares -= known
  holding.cost -= removed
  holding.realised += received - removed
}
