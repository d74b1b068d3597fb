import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLocalSigner, type Signer } from '@bot/polymarket'
import type { VenueUrls } from '@bot/sim/server'
import { SETTINGS, type SettingName, type Settings } from '../../config/settings.js'
import { sha256 } from '../../effects/sha256.js'
import { systemClock } from '../../effects/system-clock.js'
import { LIVE_PHRASE } from '../../live/live-phrase.js'
import { reachHosts } from '../../venue/polymarket-hosts.js'
import type { ProcessScenario } from './draw-process-scenario.js'
import { type ExchangeAccount, readAccount } from './read-account.js'
import { type Program, runProgram } from './run-program.js'
import type { ServedExchange } from './serve-exchange.js'

/** An exchange in a process of its own, with the bot's wallet there and a folder for its data. */
export type ProcessWorld = Readonly<{
  /** The exchange's address without a path. */
  sim: string
  account: ExchangeAccount
  folder: string
  /** Where the bot's journal will be. */
  journal: string
  /** What the bot is told by its environment. */
  env: Readonly<Record<string, string>>
  close: () => Promise<void>
}>

/** The built programs that a scenario runs. */
export type Programs = Readonly<{
  /** The `bot` command. */
  cli: string
  /** The campaign, which is its exchange, too. */
  campaign: string
}>

/** Starts an exchange and prepares everything for a bot in live mode. */
export const openProcessWorld = async (
  scenario: ProcessScenario,
  { campaign }: Programs,
): Promise<ProcessWorld> => {
  const { seed, settings, settles } = scenario
  const folder = mkdtempSync(join(tmpdir(), `campaign-${seed}-`))
  const exchange = startExchange(scenario, campaign, folder)
  const urls = (await exchange.said)['urls'] as VenueUrls
  const key = keyOf(seed)
  const signer = createLocalSigner(key)
  const given = hostSettings(urls)
  const { reads } = reachHosts(given, fetch, systemClock)
  const own = { ...settings, ...given, ...liveSettings(folder, key), startingBalance: undefined }
  return {
    ...{ sim: urls.sim, account: await readAccount(urls, signer, reads), folder },
    journal: journalOf(folder, signer),
    env: {
      ...envOf({ ...own, rpcUrl: settles ? `${urls.sim}/rpc` : undefined }),
      POLYMARKET_GEOBLOCK_URL: `${urls.sim}/api/geoblock`,
    },
    close: async () => {
      exchange.signal('SIGKILL')
      await exchange.ended
    },
  }
}

/** What a new wallet gets at the exchange of a scenario, in dollars. */
export const faucetOf = ({ settings }: Pick<ProcessScenario, 'settings'>): number =>
  settings.startingBalance ?? 1_000

const startExchange = (scenario: ProcessScenario, campaign: string, cwd: string): Program => {
  const { seed, population } = scenario
  const served: ServedExchange = { seed, population, faucet: faucetOf(scenario) }
  const args = [campaign, 'exchange', JSON.stringify(served)]
  return runProgram({ args, cwd, key: 'urls' })
}

const journalOf = (folder: string, signer: Signer): string =>
  join(folder, `polymarket-live-${signer.address.toLowerCase()}`, 'journal')

const hostSettings = ({ gamma, clob, data, ws }: VenueUrls) => ({
  ...{ gammaUrl: gamma, clobUrl: clob, dataUrl: data, wsUrl: ws },
})

const liveSettings = (folder: string, privateKey: string): Partial<Settings> => ({
  ...{ livePhrase: LIVE_PHRASE, walletKind: 'eoa', privateKey },
  ...{ dataFolder: folder, dashboardPort: 0 },
})

type Given = { readonly [N in SettingName]?: Settings[N] | undefined }

const envOf = (settings: Given): Readonly<Record<string, string>> =>
  Object.fromEntries(
    (Object.keys(settings) as SettingName[])
      .filter((name) => settings[name] !== undefined)
      .map((name) => [SETTINGS[name].env, String(settings[name])]),
  )

/** A throw-away key: nobody's money is behind it. */
const keyOf = (seed: number): string => {
  const digest = sha256()
  digest.update(`campaign process:${seed}`)
  return `0x${digest.hex()}`
}
