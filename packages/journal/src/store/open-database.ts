import { existsSync } from 'node:fs'
import { BotError, isBotError, messageOf } from '@bot/core'
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite'

const VERSION = 1

const SCHEMA = `
  CREATE TABLE entries (seq INTEGER PRIMARY KEY, line TEXT NOT NULL, crc INTEGER NOT NULL) STRICT;
  CREATE TABLE segments (
    file TEXT PRIMARY KEY, first_seq INTEGER NOT NULL, last_seq INTEGER NOT NULL,
    first_at INTEGER NOT NULL, last_at INTEGER NOT NULL, bytes INTEGER NOT NULL,
    lines INTEGER NOT NULL, expired INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE TABLE blocks (
    first_seq INTEGER PRIMARY KEY, last_seq INTEGER NOT NULL, file TEXT NOT NULL,
    start INTEGER NOT NULL, bytes INTEGER NOT NULL, first_line INTEGER NOT NULL, lines INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  PRAGMA user_version = ${VERSION};
`

/**
 * Opens a journal's database, and makes its tables when `readOnly` is false and there are none.
 *
 * Every commit is durable when it returns (write-ahead log, synchronous FULL).
 *
 * @throws BotError `no-data` when it is to be read and absent; `journal-corrupt` naming the file when it is no
 * database or of another version.
 */
export const openDatabase = (file: string, readOnly: boolean): DatabaseSyncInstance => {
  if (readOnly && !existsSync(file)) {
    throw new BotError('no-data', `Expected a journal at ${file}, was no such file`, { file })
  }
  let database: DatabaseSyncInstance | undefined
  try {
    database = new DatabaseSync(file, { readOnly, timeout: 2_000 })
    if (!readOnly) {
      database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
      if (versionOf(database) === 0) database.exec(`BEGIN; ${SCHEMA} COMMIT`)
    }
    const version = versionOf(database)
    if (version === VERSION) return database
    throw new Error(`its version is ${version}, this program reads ${VERSION}`)
  } catch (cause) {
    database?.close()
    throw unreadable(file, cause)
  }
}

/**
 * Does something with an open database.
 *
 * @throws BotError `journal-corrupt` naming the file when the database cannot be read.
 */
export const readingDatabase = <T>(file: string, read: () => T): T => {
  try {
    return read()
  } catch (cause) {
    if (isBotError(cause)) throw cause
    throw unreadable(file, cause)
  }
}

const unreadable = (file: string, cause: unknown): BotError =>
  new BotError(
    'journal-corrupt',
    `Expected a journal in ${file}, was unreadable: ${messageOf(cause)}; move its folder away or repair it`,
    { file, line: 0 },
    cause,
  )

const versionOf = (database: DatabaseSyncInstance): number =>
  (database.prepare('PRAGMA user_version').get() as { user_version: number }).user_version

/**
 * Closes a database that was written, with all of it in the one file.
 *
 * The driver keeps a closed connection alive until its statements are collected, so the write-ahead log would stay.
 */
export const closeDatabase = (database: DatabaseSyncInstance): void => {
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  database.close()
}
