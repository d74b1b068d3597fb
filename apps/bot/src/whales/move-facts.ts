import { averagePrice, type Size, type WalletActivity, type WalletFact } from '@bot/core'
import type { Copyability, WhaleTracker } from '@bot/whale-tracker'

/** Adds to a wallet's fact what copying it leaves, when it may be copied. */
export const withCopy = (
  fact: WalletFact,
  copyability: Copyability,
  delayMs: number,
): WalletFact => {
  if (fact.status !== 'promoted' || !copyability.copyable) return fact
  const { copy, reverse, trades, events } = copyability
  return { ...fact, copy: { ...copy, reverse: reverse.edge, trades, events, delayMs } }
}

/** Says that a copyable wallet traded; `undefined` for a row that names no token. */
export const moveOf = (
  fact: WalletFact,
  row: WalletActivity,
  tracker: WhaleTracker,
  copyable: Iterable<string>,
): WalletFact | undefined => {
  const price = averagePrice(row.exchanged)
  if (row.kind !== 'trade' || row.token === undefined || row.side === undefined) return undefined
  if (price === undefined || fact.copy === undefined) return undefined
  const { token, market, side, at } = row
  const held = heldOf(row, tracker, copyable)
  return { ...fact, move: { market, token, side, at, price, shares: row.exchanged.size, held } }
}

const heldOf = (row: WalletActivity, tracker: WhaleTracker, copyable: Iterable<string>): Size => {
  let sum = 0
  for (const wallet of copyable) {
    const holding = tracker.ledger().record(wallet)?.markets.get(row.market)
    for (const outcome of holding?.outcomes.values() ?? []) {
      const isSame =
        row.outcomeIndex === undefined
          ? outcome.outcome === row.outcome?.toLowerCase()
          : outcome.index === row.outcomeIndex
      if (isSame) sum += outcome.shares
    }
  }
  return sum as Size
}
