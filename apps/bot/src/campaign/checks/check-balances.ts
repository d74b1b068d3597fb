import { heldShares, totalCash } from '@bot/core'
import type { BotBooks } from './bot-books.js'
import type { Report } from './violation.js'

/** What a wallet has at the exchange, in millionths. */
export type Balances = Readonly<{ cash: number; holdings: ReadonlyMap<string, number> }>

/** Compares cash and shares at the exchange with the bot's ledger, to the millionth; all of it must be confirmed. */
export const checkBalances = (
  { cash, holdings }: Balances,
  books: BotBooks,
  report: Report,
): void => {
  const ledger = books.account.ledger()
  if (cash !== totalCash(ledger))
    report('cash-differs', `${cash} at the exchange, ${totalCash(ledger)} in the ledger`)
  if (ledger.cash.provisional !== 0)
    report('fills-not-settled', `${ledger.cash.provisional} of cash is provisional`)
  const ours = new Map<string, number>()
  for (const position of ledger.positions.values()) {
    ours.set(position.token, (ours.get(position.token) ?? 0) + heldShares(position))
    if (position.provisional !== 0)
      report('fills-not-settled', `${position.provisional} shares of ${position.key}`)
  }
  for (const token of new Set([...ours.keys(), ...holdings.keys()])) {
    const [theirs, own] = [holdings.get(token) ?? 0, ours.get(token) ?? 0]
    if (theirs !== own)
      report('shares-differ', `${theirs} at the exchange, ${own} in the ledger of ${token}`)
  }
}

/** Tells whether everything is settled and agrees. */
export const agrees = (...given: [Balances, BotBooks]): boolean => {
  let same = true
  checkBalances(...given, () => {
    same = false
  })
  return same
}
