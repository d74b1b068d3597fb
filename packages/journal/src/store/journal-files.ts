import { join } from 'node:path'

/** The names inside a journal's folder. */
export type JournalFiles = Readonly<{
  folder: string
  database: string
  lock: string
  lockOwner: string
  segments: string
}>

/** Names the files of a journal. */
export const journalFiles = (folder: string): JournalFiles => ({
  folder,
  database: join(folder, 'journal.sqlite'),
  lock: join(folder, 'lock.sqlite'),
  lockOwner: join(folder, 'lock.json'),
  segments: join(folder, 'segments'),
})
