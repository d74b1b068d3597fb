import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { BotError } from '@bot/core'

/** `.bot-data` holds a folder for each venue and account, and each of those its journal. */
const DEEPEST = 2

/**
 * Finds the journals in a folder: itself, or those below it, by name.
 *
 * @throws BotError `invalid-input-file` when there is none.
 */
export const findJournals = (folder: string): readonly string[] => {
  const found = journalsBelow(folder, DEEPEST)
  if (found.length > 0) return found
  throw new BotError(
    'invalid-input-file',
    `Expected a journal, or a folder of journals, was ${folder}. A journal is a folder with journal.sqlite.`,
    { folder },
  )
}

const journalsBelow = (folder: string, deep: number): readonly string[] => {
  if (existsSync(join(folder, 'journal.sqlite'))) return [folder]
  if (deep === 0 || !existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
    .flatMap((name) => journalsBelow(join(folder, name), deep - 1))
}
