import { constants } from 'node:fs'
import { access, mkdir } from 'node:fs/promises'
import { createServer } from 'node:net'
import { resolve } from 'node:path'
import { isBotError, messageOf } from '@bot/core'
import { verifyJournal } from '@bot/journal'
import type { Config } from '../config/load-config.js'
import { stateFiles } from '../runtime/journal-folder.js'
import { type Check, check } from './check.js'

/** Looks at the machine: Node, settings, the data folder, its journals and the dashboard's port. */
export const machineChecks = async (
  config: Config,
  folders: readonly string[],
): Promise<readonly Check[]> => [
  checkNode(),
  checkSettings(config),
  await checkFolder(config),
  ...(await Promise.all(folders.map(checkJournal))),
  await checkPort(config),
]

const checkNode = (): Check => {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const good = major > 20 || (major === 20 && minor >= 19)
  const detail = `Node ${process.versions.node}`
  return good
    ? { name: 'node', state: 'ok', detail }
    : { name: 'node', state: 'failed', detail, advice: 'Install Node 20.19 or newer.' }
}

const checkSettings = ({ sources }: Config): Check => {
  const set = Object.values(sources).filter((source) => source !== 'default').length
  return { name: 'settings', state: 'ok', detail: `${set} set, all understood` }
}

const checkFolder = ({ settings }: Config): Promise<Check> => {
  const folder = resolve(settings.dataFolder ?? '.bot-data')
  return check('data folder', 'Make it writable, or set BOT_DATA_FOLDER.', async () => {
    await mkdir(folder, { recursive: true })
    await access(folder, constants.W_OK)
    return { state: 'ok', detail: folder }
  })
}

const checkJournal = async (folder: string): Promise<Check> => {
  const { journal } = stateFiles(folder)
  const name = `journal ${folder.split('/').at(-1)}`
  try {
    const report = await verifyJournal(journal)
    const sound = report.damaged.length === 0 && report.gaps.length === 0
    const detail = `${report.entries} entries`
    if (sound) return { name, state: 'ok', detail }
    const advice = `See what is wrong: bot journal verify ${journal}`
    return { name, state: 'failed', detail: `${detail}, damaged`, advice }
  } catch (thrown) {
    if (isBotError(thrown, 'no-data')) return { name, state: 'ok', detail: 'none yet' }
    return { name, state: 'failed', detail: messageOf(thrown) }
  }
}

const checkPort = ({ settings, sources }: Config): Promise<Check> =>
  new Promise((resolvePort) => {
    const server = createServer()
    const port = settings.dashboardPort
    const name = `port ${port}`
    server.once('error', (thrown) => {
      const set = sources.dashboardPort !== 'default'
      resolvePort({
        name,
        state: set ? 'failed' : 'warning',
        detail: messageOf(thrown),
        advice: set ? 'Set DASHBOARD_PORT to a free port.' : 'The bot takes the next free port.',
      })
    })
    server.listen(port, settings.dashboardHost ?? '127.0.0.1', () =>
      server.close(() => resolvePort({ name, state: 'ok', detail: 'free' })),
    )
  })
