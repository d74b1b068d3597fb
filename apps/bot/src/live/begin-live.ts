import { existsSync } from 'node:fs'
import { BotError, type Clock, formatUsd } from '@bot/core'
import type { Config } from '../config/load-config.js'
import type { Check } from '../doctor/check.js'
import { openAccount } from '../doctor/open-account.js'
import { runDoctor } from '../doctor/run-doctor.js'
import { stateFiles, stateFolder } from '../runtime/journal-folder.js'
import { openLive } from '../venue/open-live.js'
import type { Venue } from '../venue/venue.js'
import { expectLivePhrase } from './live-phrase.js'
import { withSmallSizes } from './small-sizes.js'
import { openTradingSigner } from './trading-signer.js'
import { tradingWallet } from './trading-wallet.js'

/** What live trading is begun with. */
export type LiveParts = Readonly<{
  config: Config
  fetch: typeof globalThis.fetch
  clock: Clock
  /** Asks a person; left out where nobody can answer. */
  ask?: (question: string) => Promise<string>
  /** Shows what doctor found. */
  onChecks: (checks: readonly Check[]) => void
  /** Called with the account's folder before anything in it is looked at. */
  onFolder: (folder: string) => Promise<void>
}>

/** What passed all gates: settings with live limits, and the venue. */
export type LiveStart = Readonly<{ config: Config; venue: Venue }>

/**
 * Passes the gates of live trading: the sentence, the key, and a doctor that finds nothing wrong. Nothing is traded
 * before, but for doctor's own order that cannot fill.
 *
 * @throws BotError `invalid-config` naming the gate that stayed shut.
 */
export const beginLive = async (parts: LiveParts): Promise<LiveStart> => {
  const { config: given, fetch, clock } = parts
  if (given.settings.venue === 'sim')
    throw shut('VENUE=polymarket or auto', 'the embedded exchange is for paper; remove VENUE=sim')
  await expectLivePhrase(given.settings, parts.ask)
  const config = withSmallSizes(given)
  const { settings } = config
  const wallet = tradingWallet(settings)
  const { signer, keySource } = await openTradingSigner(settings)
  const venue = openLive({ settings, fetch, clock, signer, wallet })
  const folder = stateFolder(settings, venue.name, venue.account)
  await parts.onFolder(folder)
  const { reads, label, simulated, hosts } = venue
  const source = { reads, signer, wallet, keySource, clock, placeOrder: true }
  const account = { ...source, venue: { name: label, simulated } }
  const checks = await runDoctor({
    ...{ config, fetch, clock, hosts, simulated, live: true, folders: [folder] },
    account: async () => account,
  })
  parts.onChecks(checks)
  const failed = checks.filter(({ state }) => state === 'failed')
  if (failed.length > 0)
    throw shut('a doctor that finds nothing wrong', failed.map(({ name }) => name).join(', '))
  if (existsSync(stateFiles(folder).journal)) return { config, venue }
  const { execution } = await openAccount(account)
  return { config: await startingWith(config, execution), venue }
}

const shut = (expected: string, was: string): BotError =>
  new BotError('invalid-config', `Live trading needs ${expected}, was ${was}. Nothing was started.`)

type OpenedAccount = Awaited<ReturnType<typeof openAccount>>['execution']

/** The first run of an account begins with its cash; what it holds already was bought by somebody else. */
const startingWith = async (config: Config, execution: OpenedAccount): Promise<Config> => {
  const { cash, open, holdings } = await execution.account()
  await execution.close()
  if (open.length > 0 || holdings.size > 0)
    throw shut(
      'a wallet of its own without positions or open orders for its first start',
      `${holdings.size} positions and ${open.length} open orders`,
    )
  const settings = { ...config.settings, startingBalance: Number(formatUsd(cash)) }
  return { ...config, settings }
}
