import type { SqlDatabase, SqlValues } from './sql-database.js'

const ROWS_AT_ONCE = 500

/** Adds rows, by the database's own way where it has one, else by `insert`, many at a time; returns how many. */
export const insertRows = async (
  database: SqlDatabase,
  table: string,
  columns: number,
  rows: Iterable<SqlValues>,
): Promise<number> => {
  if (database.append !== undefined) return database.append(table, rows)
  const marks = `(${Array.from({ length: columns }, () => '?').join(', ')})`
  let waiting: (string | number | null)[] = []
  let count = 0
  const flush = async (): Promise<void> => {
    const many = waiting.length / columns
    if (many === 0) return
    const places = Array.from({ length: many }, () => marks).join(', ')
    await database.run(`insert into ${table} values ${places}`, waiting)
    count += many
    waiting = []
  }
  for (const row of rows) {
    waiting.push(...row)
    if (waiting.length === ROWS_AT_ONCE * columns) await flush()
  }
  await flush()
  return count
}
