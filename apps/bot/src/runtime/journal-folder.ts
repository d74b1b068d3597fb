import { existsSync, renameSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Settings } from '../config/settings.js'

/** Names the folder of a venue and account: each has a journal of its own. */
export const stateFolder = (settings: Settings, venue: string, account: string): string =>
  resolve(settings.dataFolder ?? '.bot-data', `${venue}-${account}`)

/** Moves what an earlier run left aside, so that the next start is fresh; returns where it went. */
export const setAside = (folder: string, stamp: string): string | undefined => {
  if (!existsSync(folder)) return undefined
  const aside = `${folder}.${stamp}`
  renameSync(folder, aside)
  return aside
}

/** Where the parts of a run keep their things. */
export const stateFiles = (folder: string) => ({
  journal: join(folder, 'journal'),
  whales: join(folder, 'whales.json'),
})
