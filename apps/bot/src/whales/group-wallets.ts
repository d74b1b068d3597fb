import type { WalletLabel } from '@bot/whale-tracker'

/** Wallets that act as one hand, largest group first; each wallet is in one group at most. */
export const groupWallets = (
  labels: ReadonlyMap<string, readonly WalletLabel[]>,
): readonly (readonly string[])[] => {
  const groups = new Map<string, Set<string>>()
  for (const [wallet, found] of labels) {
    for (const { label, others } of found) {
      if (label !== 'coordinated' && label !== 'wash') continue
      for (const other of others) join(groups, wallet, other)
    }
  }
  return [...new Set(groups.values())]
    .map((group) => [...group].sort())
    .sort((a, b) => b.length - a.length || ((a[0] ?? '') < (b[0] ?? '') ? -1 : 1))
}

const join = (groups: Map<string, Set<string>>, a: string, b: string): void => {
  const both = new Set([...(groups.get(a) ?? [a]), ...(groups.get(b) ?? [b])])
  for (const wallet of both) groups.set(wallet, both)
}
