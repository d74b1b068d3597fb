import {
  type Arrived,
  heldShares,
  type OrderId,
  type Size,
  type TimeMs,
  type TokenId,
  totalCash,
  type Usd,
} from '@bot/core'
import type { AccountState } from '@bot/engine'

/** What a paper venue starts with so that it agrees with the journal. */
export type PaperStart = Readonly<{
  cash: Usd
  holdings: ReadonlyMap<TokenId, Size>
  /** Orders that lived in the process that ended: the venue no longer knows them. */
  lost: readonly Arrived[]
}>

/** Reads cash and holdings off an account; orders that were open are reported as cancelled. */
export const paperStart = (account: AccountState, at: TimeMs): PaperStart => {
  const ledger = account.ledger()
  const holdings = new Map<TokenId, Size>()
  for (const position of ledger.positions.values()) {
    const held = heldShares(position)
    if (held > 0) holdings.set(position.token, ((holdings.get(position.token) ?? 0) + held) as Size)
  }
  const lost = account.openOrders().map((order): Arrived => {
    const reason = 'the paper venue ended with the process'
    if (order.id === undefined)
      return { at, event: { type: 'order-not-sent', ref: order.intent.ref, reason } }
    const report = { order: order.id as OrderId, status: 'cancelled', reason } as const
    return { at, event: { type: 'execution', report } }
  })
  return { cash: totalCash(ledger), holdings, lost }
}
