import { isBotError, type Stamped } from '@bot/core'
import { openJournalReader } from '@bot/journal'

/** A journal as it lies on the disk now. */
export type ReadJournal = Readonly<{
  entries: () => readonly Stamped[]
  meta: (key: string) => unknown
}>

/** Follows a journal from outside while a bot writes it. */
export type JournalFollower = Readonly<{
  /** Reads on to what is durable now, and returns all of it. */
  catchUp: () => Promise<readonly Stamped[]>
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

/** Follows the journal of a folder; as long as there is none it is empty. */
export const followJournal = (
  folder: string,
  onEntry: (entry: Stamped) => void = () => {},
): JournalFollower => {
  const entries: Stamped[] = []
  const readOn = async (): Promise<void> => {
    const reader = openJournalReader(folder)
    try {
      for await (const entry of reader.read(entries.length)) {
        entries.push(entry)
        onEntry(entry)
      }
    } finally {
      reader.close()
    }
  }
  return {
    catchUp: async () => {
      try {
        await readOn()
      } catch (thrown) {
        if (!isBotError(thrown, 'no-data')) throw thrown
      }
      return entries
    },
  }
}
