import type { WalletActivity } from '@bot/core'
import type { Columns } from './columns.js'

/** Rows whose places are looked up together: what they touch fits the processor's cache. */
const AT_ONCE = 128
/** Words of a print. */
const PRINT = 3

/** Applies a row whose wallet and outcome are known by number; -1 where a row is no trade or tells something new. */
export type ApplyFetched = (row: WalletActivity, wallet: number, outcome: number) => void

/**
 * Makes what applies rows in their order, after their places were fetched, many at a time.
 *
 * Each row touches a handful of places all over the memory. One by one, each is waited for; fetched by kind before
 * anything is applied, a processor waits for many at once. Fetching changes nothing, so that order and results are
 * those of single rows.
 */
export const createPageFetcher = (
  { wallets, markets, positions }: Columns,
  apply: ApplyFetched,
): ((rows: readonly WalletActivity[]) => void) => {
  const walletPrints = new Uint32Array(AT_ONCE * PRINT)
  const marketPrints = new Uint32Array(AT_ONCE * PRINT)
  const walletIds = new Int32Array(AT_ONCE)
  const marketIds = new Int32Array(AT_ONCE)
  const outcomes = new Int32Array(AT_ONCE)

  const printNames = (rows: readonly WalletActivity[]): void => {
    for (let i = 0; i < rows.length; i++) {
      const { wallet, market } = rowAt(rows, i)
      wallets.names.print(wallet, walletPrints, PRINT * i)
      markets.names.print(market, marketPrints, PRINT * i)
    }
  }
  const findNames = (count: number): void => {
    for (let at = 0; at < PRINT * count; at += PRINT) {
      wallets.names.fetch(walletPrints, at)
      markets.names.fetch(marketPrints, at)
    }
    for (let i = 0; i < count; i++) {
      walletIds[i] = wallets.names.findPrinted(walletPrints, PRINT * i)
      marketIds[i] = markets.names.findPrinted(marketPrints, PRINT * i)
    }
  }
  const findPositions = (rows: readonly WalletActivity[]): void => {
    for (let i = 0; i < rows.length; i++) {
      const row = rowAt(rows, i)
      const isTrade = row.kind === 'trade' && row.side !== undefined
      wallets.fetch(walletIds[i] ?? -1)
      outcomes[i] = isTrade ? markets.knownOutcome(marketIds[i] ?? -1, row) : -1
    }
    for (let i = 0; i < rows.length; i++) positions.fetch(walletIds[i] ?? 0, outcomes[i] ?? 0)
    for (let i = 0; i < rows.length; i++) positions.find(walletIds[i] ?? 0, outcomes[i] ?? 0)
  }

  return (all) => {
    for (let from = 0; from < all.length; from += AT_ONCE) {
      const rows = all.slice(from, from + AT_ONCE)
      printNames(rows)
      findNames(rows.length)
      findPositions(rows)
      for (let i = 0; i < rows.length; i++) {
        apply(rowAt(rows, i), walletIds[i] ?? -1, outcomes[i] ?? -1)
      }
    }
  }
}

/** Loops count here, since iterators cost as much as what they would go through. */
const rowAt = (rows: readonly WalletActivity[], index: number): WalletActivity =>
  rows[index] as WalletActivity
