import { existsSync, renameSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { isBotError } from '@bot/core'
import { openJournal } from '@bot/journal'
import type { Settings } from '../config/settings.js'

/** Names the folder of a venue and account: each has a journal of its own. */
export const stateFolder = (settings: Settings, venue: string, account: string): string =>
  resolve(settings.dataFolder ?? '.bot-data', `${venue}-${account}`)

/**
 * Moves what an earlier run left aside, so that the next start is fresh; resolves with where it went.
 *
 * @throws BotError `journal-locked` when a bot that runs still uses it.
 */
export const setAside = async (folder: string, stamp: string): Promise<string | undefined> => {
  if (!existsSync(folder)) return undefined
  const { journal } = stateFiles(folder)
  if (existsSync(journal)) await expectUnused(journal)
  const aside = `${folder}.${stamp}`
  renameSync(folder, aside)
  return aside
}

/** A journal that is damaged may be moved: starting anew is the way out of that. */
const expectUnused = async (journal: string): Promise<void> => {
  try {
    await (await openJournal({ folder: journal })).close()
  } catch (thrown) {
    if (isBotError(thrown, 'journal-locked')) throw thrown
  }
}

/** Where the parts of a run keep their things. */
export const stateFiles = (folder: string) => ({
  journal: join(folder, 'journal'),
  whales: join(folder, 'whales.json'),
  settlements: join(folder, 'settlements.jsonl'),
  testOrders: join(folder, 'doctor-orders'),
})
