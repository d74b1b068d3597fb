import {
  type AccountRead,
  formatSize,
  formatUsd,
  heldShares,
  type Size,
  type Stamped,
  type TokenId,
  totalCash,
  type View,
} from '@bot/core'

/** What the venue says and what the ledger says, where they differ. */
export type Difference = Readonly<{ what: string; venue: string; ledger: string }>

/** Compares what a venue says with the ledger, to the micro-dollar and the millionth of a share. */
export const compareAccount = (account: AccountRead, view: View): readonly Difference[] => {
  const differences: Difference[] = []
  const cash = totalCash(view.ledger)
  if (cash !== account.cash) {
    differences.push({ what: 'cash', venue: formatUsd(account.cash), ledger: formatUsd(cash) })
  }
  const ours = new Map<TokenId, number>()
  for (const position of view.ledger.positions.values()) {
    ours.set(position.token, (ours.get(position.token) ?? 0) + heldShares(position))
  }
  for (const { token, size } of account.holdings) {
    const held = ours.get(token) ?? 0
    ours.delete(token)
    if (held !== size) differences.push(shares(token, size, held))
  }
  for (const [token, held] of ours) if (held !== 0) differences.push(shares(token, 0, held))
  const known = new Set(view.orders.map((order) => order.id))
  for (const id of account.open) {
    if (!known.has(id)) differences.push({ what: `order ${id}`, venue: 'open', ledger: 'unknown' })
  }
  return differences
}

const shares = (token: TokenId, venue: number, ledger: number): Difference => ({
  what: `shares of ${token}`,
  venue: formatSize(venue as Size),
  ledger: ledger < 0 ? `-${formatSize(-ledger as Size)}` : formatSize(ledger as Size),
})

/** Watches account reads; two that differ in a row mean that somebody else trades, or that we lost something. */
export type Reconciliation = Readonly<{
  observe: (stamped: Stamped) => void
  /** Why trading must not go on; `undefined` while the accounts agree. */
  problem: () => string | undefined
}>

/** What is done about a lasting difference. */
export type ReconciliationOptions = Readonly<{
  view: () => View
  /** Whether orders are on their way, so that a difference is expected. */
  busy: () => boolean
  onMismatch: (differences: readonly Difference[]) => void
}>

/** Makes the watch. */
export const createReconciliation = (options: ReconciliationOptions): Reconciliation => {
  let inARow = 0
  let problem: string | undefined
  return {
    observe: ({ event }) => {
      if (event.type !== 'account' || options.busy()) return
      const differences = compareAccount(event, options.view())
      inARow = differences.length === 0 ? 0 : inARow + 1
      if (differences.length === 0) problem = undefined
      if (inARow < 2) return
      const [first] = differences
      const known = problem !== undefined
      problem = `foreign activity: the venue and the journal disagree about ${first?.what} (${first?.venue} and ${first?.ledger})`
      if (!known) options.onMismatch(differences)
    },
    problem: () => problem,
  }
}
