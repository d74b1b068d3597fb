import { constants } from 'node:fs'
import { access, mkdir } from 'node:fs/promises'
import { createServer } from 'node:net'
import { resolve } from 'node:path'
import { isBotError, messageOf } from '@bot/core'
import { verifyJournal } from '@bot/journal'
import type { Config } from '../config/load-config.js'
import { stateFiles, stateFolder } from '../runtime/journal-folder.js'
import { printJson, printLine } from './print.js'

/** One thing that was checked. `advice` says what to do when it is not well. */
export type Check = Readonly<{
  name: string
  state: 'ok' | 'warning' | 'failed'
  detail: string
  advice?: string
}>

/** Checks the machine, the hosts and the settings; exits with 1 when something failed that a start needs. */
export const doctorCommand = async (json: boolean, config: Config): Promise<number> => {
  const checks: Check[] = [
    checkNode(),
    {
      name: 'settings',
      state: 'ok',
      detail: `${Object.values(config.sources).filter((source) => source !== 'default').length} set, all understood`,
    },
    await checkFolder(config),
    ...(await checkJournals(config)),
    await checkPort(config),
    ...(await checkHosts(config)),
    ...checkMode(config),
  ]
  const failed = checks.some((check) => check.state === 'failed')
  if (json) printJson({ ok: !failed, checks })
  else {
    for (const { name, state, detail, advice } of checks) {
      printLine(
        `${state.padEnd(8)} ${name}: ${detail}${advice === undefined ? '' : `\n         ${advice}`}`,
      )
    }
  }
  return failed ? 1 : 0
}

const checkNode = (): Check => {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const good = major > 20 || (major === 20 && minor >= 19)
  const detail = `Node ${process.versions.node}`
  return good
    ? { name: 'node', state: 'ok', detail }
    : { name: 'node', state: 'failed', detail, advice: 'Install Node 20.19 or newer.' }
}

const checkFolder = async ({ settings }: Config): Promise<Check> => {
  const folder = resolve(settings.dataFolder ?? '.bot-data')
  try {
    await mkdir(folder, { recursive: true })
    await access(folder, constants.W_OK)
    return { name: 'data folder', state: 'ok', detail: folder }
  } catch (thrown) {
    return {
      name: 'data folder',
      state: 'failed',
      detail: messageOf(thrown),
      advice: 'Make it writable, or set BOT_DATA_FOLDER.',
    }
  }
}

const checkJournals = async ({ settings }: Config): Promise<readonly Check[]> => {
  const checks: Check[] = []
  for (const venue of ['polymarket', 'sim']) {
    const folder = stateFiles(stateFolder(settings, venue, 'paper')).journal
    const name = `journal of ${venue}`
    try {
      const report = await verifyJournal(folder)
      const sound = report.damaged.length === 0 && report.gaps.length === 0
      const detail = `${report.entries} entries`
      checks.push(
        sound
          ? { name, state: 'ok', detail }
          : {
              name,
              state: 'failed',
              detail: `${detail}, damaged`,
              advice: `bot journal verify ${folder}`,
            },
      )
    } catch (thrown) {
      if (isBotError(thrown, 'no-data')) checks.push({ name, state: 'ok', detail: 'none yet' })
      else checks.push({ name, state: 'failed', detail: messageOf(thrown) })
    }
  }
  return checks
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

const CLOCK_SKEW_MS = 2_000

const checkHosts = async ({ settings }: Config): Promise<readonly Check[]> => {
  if (settings.venue === 'sim')
    return [{ name: 'hosts', state: 'ok', detail: 'not needed: VENUE=sim' }]
  const needed = settings.venue === 'polymarket'
  const probe = async (name: string, url: string): Promise<Check> => {
    try {
      const answer = await fetch(url, { signal: AbortSignal.timeout(5_000) })
      if (!answer.ok) return unreachable(name, `${url} answered ${answer.status}`, needed)
      return name === 'clob' ? clockCheck(await answer.text()) : { name, state: 'ok', detail: url }
    } catch (thrown) {
      return unreachable(name, `${url}: ${messageOf(thrown)}`, needed)
    }
  }
  return Promise.all([
    probe('clob', `${settings.clobUrl}/time`),
    probe('gamma', `${settings.gammaUrl}/markets?limit=1`),
    probe('data', `${settings.dataUrl}/trades?limit=1`),
  ])
}

const unreachable = (name: string, detail: string, needed: boolean): Check => ({
  name,
  state: needed ? 'failed' : 'warning',
  detail,
  advice: needed
    ? 'Check the network, or use VENUE=sim.'
    : 'The bot will run on the simulated exchange.',
})

const clockCheck = (text: string): Check => {
  const skew = Math.abs(Number(text) * 1000 - Date.now())
  const detail = `answers; clocks differ by ${Math.round(skew)} ms`
  return skew > CLOCK_SKEW_MS
    ? {
        name: 'clob',
        state: 'warning',
        detail,
        advice: 'Set this machine’s clock: signed requests carry its time.',
      }
    : { name: 'clob', state: 'ok', detail }
}

const checkMode = ({ settings }: Config): readonly Check[] =>
  settings.tradingMode === 'live'
    ? [
        {
          name: 'mode',
          state: 'failed',
          detail: 'TRADING_MODE=live',
          advice: 'This version trades on paper only.',
        },
      ]
    : [{ name: 'mode', state: 'ok', detail: 'paper: no key is needed or used' }]
