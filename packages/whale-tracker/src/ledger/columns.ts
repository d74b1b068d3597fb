import type { TimeMs } from '@bot/core'
import { createMarketTable, type MarketTable } from './market-table.js'
import { createMissingHistory, type MissingHistory } from './missing-history.js'
import { createPositionTable, type PositionTable } from './position-table.js'
import { createWalletTable, type WalletTable } from './wallet-table.js'

/** A ledger's columns. */
export type Columns = Readonly<{
  wallets: WalletTable
  markets: MarketTable
  positions: PositionTable
  missing: MissingHistory
}>

/** Makes empty columns. */
export const createColumns = (): Columns => ({
  wallets: createWalletTable(),
  markets: createMarketTable(),
  positions: createPositionTable(),
  missing: createMissingHistory(),
})

const LAST_SECOND = 2 ** 32 - 1

/** Finds or adds a wallet's position in an outcome, and notes that something happened there. */
export const positionOf = (
  { wallets, positions }: Columns,
  wallet: number,
  outcome: number,
  at: TimeMs,
): number => {
  const second = Math.min(LAST_SECOND, Math.max(0, Math.floor(at / 1_000)))
  const before = positions.size()
  const head = wallets.head(wallet)
  const row = positions.enter(wallet, outcome, head, second)
  if (positions.size() === before) positions.seenAt(row, second)
  else wallets.setHead(wallet, row)
  return row
}

/** The wallet's positions, oldest first, without those that were cleared and not entered again. */
export const positionsOf = (columns: Columns, wallet: number): readonly number[] => {
  const rows: number[] = []
  let row = columns.wallets.head(wallet)
  while (row >= 0) {
    if (!columns.positions.isCleared(row)) rows.push(row)
    row = columns.positions.next(row)
  }
  return rows.reverse()
}
