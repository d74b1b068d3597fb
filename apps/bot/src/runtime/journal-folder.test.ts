import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openJournal } from '@bot/journal'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../fixtures/made-recording.js'
import { setAside, stateFiles, stateFolder } from './journal-folder.js'
import { completeSettings } from './session.js'

test('each venue and account has a folder of its own', () => {
  const settings = completeSettings({ dataFolder: '/data' })
  expect(stateFolder(settings, 'sim', 'paper')).toBe('/data/sim-paper')
  expect(stateFolder(completeSettings({}), 'sim', 'paper')).toBe(
    join(process.cwd(), '.bot-data/sim-paper'),
  )
})

test('what is not there is not moved', async () => {
  expect(await setAside(join(temporaryFolder(), 'none'), 'stamp')).toBeUndefined()
})

test('a folder is moved as a whole, with a damaged journal too', async () => {
  const folder = join(temporaryFolder(), 'sim-paper')
  mkdirSync(stateFiles(folder).journal, { recursive: true })
  writeFileSync(join(stateFiles(folder).journal, 'journal.sqlite'), 'no database')
  expect(await setAside(folder, 'stamp')).toBe(`${folder}.stamp`)
  expect([existsSync(folder), existsSync(`${folder}.stamp/journal/journal.sqlite`)]).toEqual([
    false,
    true,
  ])
})

test('a folder that a bot uses stays where it is', async () => {
  const folder = join(temporaryFolder(), 'sim-paper')
  const journal = await openJournal({ folder: stateFiles(folder).journal })
  await expect(setAside(folder, 'stamp')).rejects.toMatchObject({ code: 'journal-locked' })
  await journal.close()
  expect(existsSync(folder)).toBe(true)
})
