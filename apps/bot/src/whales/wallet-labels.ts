import type { WalletLabels, WhaleTracker } from '@bot/whale-tracker'

/**
 * Tells which wallets hold no opinion of their own: those that the tracker labels, and those that bought both outcomes
 * of most of their markets, however unevenly.
 */
export const labelsOf = (tracker: WhaleTracker): WalletLabels => {
  const labels = new Map<string, readonly Readonly<{ label: string }>[]>(tracker.labels())
  for (const profile of tracker.profiles()) {
    if (profile.labels.includes('two-sided') && !labels.has(profile.wallet)) {
      labels.set(profile.wallet, [{ label: 'two-sided' }])
    }
  }
  return labels
}
