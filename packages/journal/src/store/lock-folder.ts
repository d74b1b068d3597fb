import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { BotError } from '@bot/core'
import { DatabaseSync } from '@photostructure/sqlite'
import type { JournalFiles } from './journal-files.js'

/**
 * Takes the one writer's lock of a folder, and returns what gives it back.
 *
 * The lock is the operating system's, on a SQLite file held in an exclusive transaction: it ends with the process,
 * however it ends. The pid beside it is for people only. Nothing else may open that file: on POSIX systems closing
 * any handle of it would drop the lock.
 *
 * @throws BotError `journal-locked` naming the pid that holds it.
 */
export const lockFolder = (files: JournalFiles): (() => void) => {
  const database = new DatabaseSync(files.lock, { timeout: 0 })
  try {
    database.exec('BEGIN EXCLUSIVE')
  } catch (cause) {
    database.close()
    throw lockError(files, cause)
  }
  writeFileSync(files.lockOwner, `${JSON.stringify({ pid: process.pid })}\n`)
  return () => {
    rmSync(files.lockOwner, { force: true })
    database.close()
  }
}

const lockError = (files: JournalFiles, cause: unknown): BotError => {
  if (!/locked|busy/i.test(String(cause))) {
    const text = `Expected ${files.lock} to be a lock file, was something else; remove it and try again`
    return new BotError('journal-corrupt', text, { file: files.lock }, cause)
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
