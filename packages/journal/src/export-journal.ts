import type { Stamped } from '@bot/core'
import { openJournalReader } from './open-journal-reader.js'
import type { OnDamage } from './read/damage.js'

/** What to export: all by default. */
export type ExportOptions = Readonly<{
  afterSeq?: number
  /** Is told of each damaged part, which is then left out. Without it the first damage ends the export. */
  onDamage?: OnDamage
}>

/**
 * Yields every entry of a journal on disk, in order; also while it is being written.
 *
 * @throws BotError `no-data` when there is none, `journal-corrupt` naming file and line.
 */
export async function* exportJournal(
  folder: string,
  options: ExportOptions = {},
): AsyncGenerator<Stamped, void, undefined> {
  const reader = openJournalReader(folder)
  try {
    yield* reader.read(options.afterSeq ?? 0, options.onDamage)
  } finally {
    reader.close()
  }
}
