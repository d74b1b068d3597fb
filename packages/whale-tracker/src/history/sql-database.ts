/** What SQL answers: names and values. Whole numbers may come as `bigint`. */
export type SqlRow = Readonly<Record<string, unknown>>

/** Values of `?` in a statement, or of a row. Numbers are whole. */
export type SqlValues = readonly (string | number | null)[]

/**
 * A database that understands portable SQL: `create table`, multi-row `insert`, `group by` and window functions.
 *
 * `readFile` returns what to select from to read a file of rows; databases without it take rows only. `append` adds rows to a
 * table without SQL, values in the order of its columns, and returns how many; it is for those whose driver can do so
 * faster than by `insert`, and must leave what `insert` leaves.
 */
export type SqlDatabase = Readonly<{
  run: (sql: string, values?: SqlValues) => Promise<void>
  all: (sql: string, values?: SqlValues) => Promise<readonly SqlRow[]>
  readFile?: (path: string) => string
  append?: (table: string, rows: Iterable<SqlValues>) => Promise<number>
}>
