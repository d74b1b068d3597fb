import type { DuckDBConnection } from '@duckdb/node-api'
import type { SqlValues } from './sql-database.js'

/** Appends rows to a table without SQL; what was appended before a failure stays, as with `insert`. */
export const appendRows = async (
  connection: DuckDBConnection,
  table: string,
  rows: Iterable<SqlValues>,
): Promise<number> => {
  const appender = await connection.createAppender(table)
  let count = 0
  try {
    for (const row of rows) {
      // Made whole before anything is appended: half a row could not be closed.
      const values = row.map((value) => (typeof value === 'number' ? BigInt(value) : value))
      for (const value of values) {
        if (value === null) appender.appendNull()
        else if (typeof value === 'string') appender.appendVarchar(value)
        else appender.appendBigInt(value)
      }
      appender.endRow()
      count += 1
    }
  } finally {
    appender.closeSync()
  }
  return count
}
