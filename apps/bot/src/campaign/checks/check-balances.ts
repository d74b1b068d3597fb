import { heldShares, totalCash } from '@bot/core'
import type { SimExchange } from '@bot/sim'
import type { BotBooks } from './bot-books.js'
import type { Report } from './violation.js'

/** Compares cash and shares at the exchange with the bot's ledger, to the millionth; all of it must be confirmed. */
export const checkBalances = (
  exchange: SimExchange,
  wallet: string,
  books: BotBooks,
  report: Report,
): void => {
  const { cash, holdings } = exchange.balances(wallet)
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
    const [theirs, own] = [holdings.get(token as never) ?? 0, ours.get(token) ?? 0]
    if (theirs !== own)
      report('shares-differ', `${theirs} at the exchange, ${own} in the ledger of ${token}`)
  }
}

/** Tells whether everything is settled and agrees. */
export const agrees = (...given: [SimExchange, string, BotBooks]): boolean => {
  let same = true
  checkBalances(...given, () => {
    same = false
  })
  return same
}
