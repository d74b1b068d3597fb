import type { Stamped } from '@bot/core'
import { openJournalReader } from '@bot/journal'

/** A journal as it lies on the disk now. */
export type ReadJournal = Readonly<{
  entries: () => readonly Stamped[]
  meta: (key: string) => unknown
}>

/** Reads a whole journal; its writer may go on meanwhile. */
export const readJournal = async (folder: string): Promise<ReadJournal> => {
  const reader = openJournalReader(folder)
  try {
    const entries: Stamped[] = []
    for await (const entry of reader.read(0)) entries.push(entry)
    const sessions = reader.getMeta('sessions')
    return { entries: () => entries, meta: (key) => (key === 'sessions' ? sessions : undefined) }
  } finally {
    reader.close()
  }
}
