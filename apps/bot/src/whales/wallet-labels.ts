import type { WalletLabels, WhaleTracker } from '@bot/whale-tracker'

/** Tells which wallets hold no opinion of their own: those that mostly buy both sides of a market. */
export const labelsOf = (tracker: WhaleTracker): WalletLabels => {
  const labels = new Map<string, readonly Readonly<{ label: string }>[]>()
  for (const profile of tracker.profiles()) {
    if (profile.labels.includes('two-sided')) labels.set(profile.wallet, [{ label: 'two-sided' }])
  }
  return labels
}
