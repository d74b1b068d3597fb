import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { PlantedMispricing } from '@bot/sim'
import { readJournal } from '../campaign/processes/read-journal.js'
import { type Program, runProgram } from '../campaign/processes/run-program.js'
import { SETTINGS } from '../config/settings.js'
import { madeConfig } from '../fixtures/made-config.js'
import { confirmedRelations } from '../relations/read-relation-file.js'
import { stateFiles, stateFolder } from '../runtime/journal-folder.js'
import { type Judgement, judgeJournal } from './judge-journal.js'
import { signRelations } from './sign-relations.js'

/**
 * Where the exchange is. `within`: the bot's own, as when nothing is configured, reached over HTTP and sockets.
 * `apart`: `bot exchange` in another process, which the bot is given the addresses of and nothing else.
 */
export type SocketsRun = Readonly<{
  exchange: 'within' | 'apart'
  seed: number
  minutes: number
  /** The built command. */
  cli: string
  /** Whether a person signs what `bot relations propose` makes of the listing; only with an exchange that is apart. */
  confirms: boolean
}>

/** Runs the built bot in a process of its own for so many real minutes, stops it, and compares. */
export const runOverSockets = async (run: SocketsRun): Promise<Judgement> => {
  const { exchange, seed, minutes, cli, confirms } = run
  const folder = mkdtempSync(join(tmpdir(), 'bot-executed-'))
  const programs: Program[] = []
  const start = async (args: readonly string[], key: string, env = {}): Promise<Said> => {
    const program = runProgram({ args: [cli, ...args], cwd: folder, key, env })
    programs.push(program)
    return (await program.said) as Said
  }
  try {
    const hosts = exchange === 'apart' ? await startExchange(start, seed) : undefined
    const env = envOf(folder, seed, hosts)
    const relationsFile = confirms ? await confirmed(start, folder, env) : undefined
    const file = relationsFile === undefined ? {} : { [SETTINGS.relationsFile.env]: relationsFile }
    const said = await start(['run', '--json'], 'url', { ...env, ...file })
    const origin = new URL(hosts?.gamma ?? said.hosts.gamma).origin
    await sleep(minutes * 60_000)
    const planted = (await (await fetch(`${origin}/_sim/planted`)).json()) as PlantedMispricing[]
    const bot = programs.at(-1)
    bot?.signal('SIGTERM')
    await bot?.ended
    const venue = exchange === 'apart' ? 'polymarket' : 'sim'
    const { settings } = madeConfig({ venue, dataFolder: folder, seed })
    const { journal } = stateFiles(stateFolder(settings, venue, 'paper'))
    const { entries } = await readJournal(journal)
    const relations = confirmedRelations(relationsFile)
    return await judgeJournal({ entries: entries(), settings, relations, planted })
  } finally {
    for (const program of programs) program.signal('SIGKILL')
    await Promise.all(programs.map(({ ended }) => ended))
    rmSync(folder, { recursive: true, force: true })
  }
}

type Hosts = Readonly<Record<'gamma' | 'clob' | 'data' | 'ws', string>>
type Said = Readonly<{ hosts: Hosts; urls: Hosts }>
type Start = (args: readonly string[], key: string, env?: object) => Promise<Said>

const startExchange = async (start: Start, seed: number): Promise<Hosts> => {
  const { urls } = await start(['exchange', '--seed', String(seed), '--json'], 'urls')
  return urls
}

/** Has the command write down what the listing suggests, and a person sign it. */
const confirmed = async (start: Start, folder: string, env: object): Promise<string> => {
  const file = join(folder, 'relations.json')
  await start(['relations', 'propose', file, '--json'], 'proposals', env)
  writeFileSync(file, signRelations(readFileSync(file, 'utf8')))
  return file
}

const envOf = (
  folder: string,
  seed: number,
  hosts: Hosts | undefined,
): Readonly<Record<string, string>> => ({
  [SETTINGS.dataFolder.env]: folder,
  [SETTINGS.dashboardPort.env]: '0',
  [SETTINGS.seed.env]: String(seed),
  [SETTINGS.venue.env]: hosts === undefined ? 'sim' : 'polymarket',
  ...(hosts === undefined
    ? {}
    : {
        [SETTINGS.gammaUrl.env]: hosts.gamma,
        [SETTINGS.clobUrl.env]: hosts.clob,
        [SETTINGS.dataUrl.env]: hosts.data,
        [SETTINGS.wsUrl.env]: hosts.ws,
      }),
})
