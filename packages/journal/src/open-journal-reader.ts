import type { Stamped } from '@bot/core'
import { parseMeta } from './entry/meta-value.js'
import { type OnDamage, refuseDamage } from './read/damage.js'
import { readEntries } from './read/read-entries.js'
import { journalFiles } from './store/journal-files.js'
import { openDatabase, readingDatabase } from './store/open-database.js'
import { readLastSeq, readMeta } from './store/tables.js'

/** A journal that is only looked at; its writer may go on meanwhile. */
export type JournalReader = Readonly<{
  /**
   * Yields what is durable above `afterSeq`, in order.
   *
   * @throws BotError `journal-corrupt` at the first damage, unless `onDamage` takes it; then it is left out.
   */
  read: (afterSeq: number, onDamage?: OnDamage) => AsyncIterable<Stamped>
  getMeta: (key: string) => unknown
  lastSeq: () => number
  close: () => void
}>

/**
 * Opens a journal for reading only, without its lock.
 *
 * @throws BotError `no-data` when there is none; `journal-corrupt` when its database is unreadable.
 */
export const openJournalReader = (folder: string): JournalReader => {
  const files = journalFiles(folder)
  const database = openDatabase(files.database, true)
  const lastSeq = (): number => readingDatabase(files.database, () => readLastSeq(database))
  return {
    read: (after, onDamage = refuseDamage) =>
      readEntries(database, files, { after, until: lastSeq() }, onDamage),
    getMeta: (key) => readingDatabase(files.database, () => parseMeta(readMeta(database, key))),
    lastSeq,
    close: () => database.close(),
  }
}
