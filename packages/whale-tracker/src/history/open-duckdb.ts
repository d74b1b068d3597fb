import { BotError } from '@bot/core'
import type { DuckDBConnection } from '@duckdb/node-api'
import { appendRows } from './append-rows.js'
import type { SqlDatabase, SqlRow, SqlValues } from './sql-database.js'

/**
 * A DuckDB database behind the port, with all that the port leaves open. `stream` yields what a statement answers batch by batch, as
 * plain JSON: whole numbers of 64 bits, decimals and times as text.
 */
export type DuckDb = Required<SqlDatabase> &
  Readonly<{
    stream: (sql: string) => AsyncIterable<readonly SqlRow[]>
    close: () => void
  }>

/** How DuckDB is opened. */
export type DuckDbOptions = Readonly<{
  /** A file, so that histories may be larger than memory. Default a database in memory. */
  path?: string
  /** Most memory before it uses the disk, as `'2GB'`. Default what DuckDB takes. */
  memoryLimit?: string
  threads?: number
}>

/**
 * Opens DuckDB. CSV (plain or gzipped), Parquet and JSON lines are read by DuckDB itself, by the ending of their name.
 *
 * @throws BotError `invalid-config` when `@duckdb/node-api` is not installed.
 */
export const openDuckDb = async (options: DuckDbOptions = {}): Promise<DuckDb> => {
  const { DuckDBInstance } = await importDuckDb()
  const settings = {
    ...(options.memoryLimit !== undefined && { memory_limit: options.memoryLimit }),
    ...(options.threads !== undefined && { threads: String(options.threads) }),
  }
  const instance = await DuckDBInstance.create(options.path ?? ':memory:', settings)
  const connection: DuckDBConnection = await instance.connect()
  return {
    run: async (sql, values) => void (await connection.run(sql, asValues(values))),
    all: async (sql, values) => {
      const reader = await connection.runAndReadAll(sql, asValues(values))
      return reader.getRowObjectsJS() as readonly SqlRow[]
    },
    readFile: (path) => {
      const quoted = `'${path.replaceAll("'", "''")}'`
      if (/\.parquet$/i.test(path)) return `read_parquet(${quoted})`
      if (/\.(json|jsonl|ndjson)(\.gz)?$/i.test(path)) return `read_json(${quoted})`
      return `read_csv(${quoted}, header = true, all_varchar = true)`
    },
    append: (table, rows) => appendRows(connection, table, rows),
    stream: (sql) => streamRows(connection, sql),
    close: () => {
      connection.closeSync()
      instance.closeSync()
    },
  }
}

async function* streamRows(
  connection: DuckDBConnection,
  sql: string,
): AsyncGenerator<readonly SqlRow[]> {
  const result = await connection.stream(sql)
  yield* result.yieldRowObjectJson()
}

const asValues = (values: SqlValues = []): (string | number | null)[] => [...values]

const importDuckDb = async (): Promise<typeof import('@duckdb/node-api')> => {
  try {
    return await import('@duckdb/node-api')
  } catch (cause) {
    throw new BotError(
      'invalid-config',
      'Expected @duckdb/node-api, was not installed; do npm install @duckdb/node-api',
      {},
      cause,
    )
  }
}
