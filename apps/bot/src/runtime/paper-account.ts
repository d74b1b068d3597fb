import { heldShares, type Size, type TokenId, totalCash, type Usd } from '@bot/core'
import type { AccountState } from '@bot/engine'

/** What a paper venue starts with so that it agrees with the journal. */
export type PaperStart = Readonly<{ cash: Usd; holdings: ReadonlyMap<TokenId, Size> }>

/** Reads cash and holdings off an account. */
export const paperStart = (account: AccountState): PaperStart => {
  const ledger = account.ledger()
  const holdings = new Map<TokenId, Size>()
  for (const position of ledger.positions.values()) {
    const held = heldShares(position)
    if (held > 0) holdings.set(position.token, ((holdings.get(position.token) ?? 0) + held) as Size)
  }
  return { cash: totalCash(ledger), holdings }
}
