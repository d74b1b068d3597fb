import type { Position } from '@bot/core'

/**
 * Returns the shares that the venue will take from us now: what was bought and confirmed, less all that was sold.
 *
 * Shares that are matched but not settled can't be delivered, and may yet be undone: law 8.
 */
export const sellableShares = ({ entries }: Position): number => {
  let shares = 0
  for (const entry of entries) {
    if (entry.settled === 'failed') continue
    if (entry.shares < 0 || entry.settled === 'confirmed') shares += entry.shares
  }
  return Math.max(0, shares)
}
