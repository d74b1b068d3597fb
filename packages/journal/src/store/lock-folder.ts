import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { BotError, messageOf } from '@bot/core'
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite'
import type { JournalFiles } from './journal-files.js'

/**
 * Takes the one writer's lock of a folder, and returns what gives it back.
 *
 * The lock is the operating system's, on a SQLite file held in an exclusive transaction: it ends with the process,
 * however it ends. The pid beside it is for people only. Nothing else may open that file: on POSIX systems closing
 * any handle of it would drop the lock.
 *
 * @throws BotError `journal-locked` naming the pid that holds it; `journal-write-failed` when it cannot be taken at all.
 */
export const lockFolder = (files: JournalFiles): (() => void) => {
  let database: DatabaseSyncInstance | undefined
  try {
    database = new DatabaseSync(files.lock, { timeout: 0 })
    database.exec('BEGIN EXCLUSIVE')
    writeFileSync(files.lockOwner, `${JSON.stringify({ pid: process.pid })}\n`)
  } catch (cause) {
    database?.close()
    throw lockError(files, cause)
  }
  const held = database
  return () => {
    rmSync(files.lockOwner, { force: true })
    held.close()
  }
}

const lockError = (files: JournalFiles, cause: unknown): BotError => {
  if (!/locked|busy/i.test(String(cause))) {
    const text = `Expected to lock ${files.folder} through ${files.lock}, failed: ${messageOf(cause)}; make it writable or remove the file`
    return new BotError('journal-write-failed', text, { file: files.lock }, cause)
  }
  const pid = ownerPid(files)
  const who = pid === undefined ? 'another process' : `process ${pid}`
  const stop = pid === undefined ? 'stop it' : `stop it with "kill ${pid}"`
  return new BotError(
    'journal-locked',
    `Expected to be the only writer of ${files.folder}, was held by ${who}; ${stop}, or use another folder`,
    { folder: files.folder, pid },
    cause,
  )
}

const ownerPid = (files: JournalFiles): number | undefined => {
  try {
    const { pid } = JSON.parse(readFileSync(files.lockOwner, 'utf8')) as { pid?: unknown }
    return typeof pid === 'number' ? pid : undefined
  } catch {
    // The holder may be about to write it: the lock itself is what counts.
    return undefined
  }
}
