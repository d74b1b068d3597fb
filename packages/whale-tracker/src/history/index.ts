/**
 * Wallets' histories that are larger than memory, through SQL.
 *
 * @packageDocumentation
 */
export { type DuckDb, type DuckDbOptions, openDuckDb } from './open-duckdb.js'
export type { SqlDatabase, SqlRow, SqlValues } from './sql-database.js'
export {
  createWalletHistory,
  type HistoryPosition,
  type HistoryWallet,
  type WalletHistory,
} from './wallet-history.js'
