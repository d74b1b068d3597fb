import type { WalletFact } from '@bot/core'

/**
 * Takes the leave to be copied from wallets that are labelled: market makers, wash traders, clusters. Judging takes place
 * every few minutes; a label that came since then counts at once.
 */
export const withoutLabelled = (
  promoted: readonly WalletFact[],
  labels: () => ReadonlyMap<string, unknown>,
): readonly WalletFact[] => {
  if (!promoted.some(({ copy }) => copy)) return promoted
  const labelled = labels()
  return promoted.map((fact) => {
    if (!labelled.has(fact.wallet)) return fact
    const { copy: _, ...rest } = fact
    return rest
  })
}
