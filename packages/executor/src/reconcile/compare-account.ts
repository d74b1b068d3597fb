import { type AccountRead, heldShares, type TokenId, totalCash, type View } from '@bot/core'

/**
 * One thing that venue and ledger say differently: cash in micro-dollars, a token's shares in millionths, or an open
 * order (1 or 0) that only the venue knows.
 */
export type Difference = Readonly<{
  what: 'cash' | 'shares' | 'order'
  /** The token or the order; `account` for cash. */
  subject: string
  venue: number
  ledger: number
}>

/** Compares what a venue says of the account with the ledger, to the micro-dollar and the millionth of a share. */
export const compareAccount = (
  account: AccountRead,
  view: Pick<View, 'ledger'>,
  isKnown: (order: AccountRead['open'][number]) => boolean,
): readonly Difference[] => {
  const differences: Difference[] = []
  const tell = (what: Difference['what'], subject: string, venue: number, ledger: number): void => {
    if (venue !== ledger) differences.push({ what, subject, venue, ledger })
  }
  tell('cash', 'account', account.cash, totalCash(view.ledger))
  const ours = new Map<TokenId, number>()
  for (const position of view.ledger.positions.values()) {
    ours.set(position.token, (ours.get(position.token) ?? 0) + heldShares(position))
  }
  for (const { token, size } of account.holdings) {
    tell('shares', token, size, ours.get(token) ?? 0)
    ours.delete(token)
  }
  for (const [token, held] of ours) tell('shares', token, 0, held)
  for (const id of account.open) if (!isKnown(id)) tell('order', id, 1, 0)
  return differences
}
