import { existsSync } from 'node:fs'
import { BotError, type Clock, formatUsd } from '@bot/core'
import type { Config } from '../config/load-config.js'
import type { Check } from '../doctor/check.js'
import { type AccountSource, openAccount } from '../doctor/open-account.js'
import { runDoctor } from '../doctor/run-doctor.js'
import { stateFiles } from '../runtime/journal-folder.js'
import { type LiveOptions, liveLabel, openLive } from '../venue/open-live.js'
import { type ReachedHosts, reachHosts } from '../venue/polymarket-hosts.js'
import type { Venue } from '../venue/venue.js'
import { liveFolder } from './live-folder.js'
import { expectLivePhrase } from './live-phrase.js'
import { linesOf, openSettlement } from './open-settlement.js'
import { withSmallSizes } from './small-sizes.js'
import { openTestOrders, type TestOrders } from './test-orders.js'
import { findTradingAccount, type TradingAccount } from './trading-account.js'
import { openTradingSigner } from './trading-signer.js'
import { rpcUrlOf, withoutSettlement } from './without-settlement.js'
import { withoutTestOrders } from './without-test-orders.js'

/** What live trading is begun with. */
export type LiveParts = Readonly<{
  config: Config
  fetch: typeof globalThis.fetch
  clock: Clock
  /** Asks a person; left out where nobody can answer. */
  ask?: (question: string) => Promise<string>
  /** Shows what doctor found. */
  onChecks: (checks: readonly Check[]) => void
  /** Called with the account's folder before it is decided whether this is its first start. */
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
  if (parts.config.settings.venue === 'sim')
    throw shut('VENUE=polymarket or auto', 'VENUE=sim, which trades on paper')
  await expectLivePhrase(parts.config.settings, parts.ask)
  const small = withSmallSizes(parts.config)
  const reached = reachHosts(small.settings, parts.fetch, parts.clock)
  const account = await passDoctor({ ...parts, config: small }, reached)
  const config = withoutSettlement(small, account)
  const { settings } = config
  const venue = openLive({
    reached,
    account,
    testOrders: testOrdersOf(config, account),
    seed: settings.seed,
    ...settlementOf({ ...parts, config }, account),
  })
  const folder = liveFolder(settings, account)
  await parts.onFolder(folder)
  const first = !existsSync(stateFiles(folder).journal)
  const source = sourceOf(parts, reached, account)
  return { config: withoutKey(first ? await startingWithItsCash(config, source) : config), venue }
}

const settlementOf = (
  { config, fetch, clock }: LiveParts,
  account: TradingAccount,
): Pick<LiveOptions, 'settlement'> => {
  const { settings } = config
  const rpcUrl = rpcUrlOf(config)
  if (rpcUrl === undefined) return {}
  const file = stateFiles(liveFolder(settings, account)).settlements
  const confirmations = settings.settlementConfirmations
  const given = { rpcUrl, lines: linesOf(file), account, fetch, clock, confirmations }
  return {
    settlement: ({ view, log }) =>
      openSettlement({
        ...given,
        marketById: (id) => view().market(id),
        onProblem: (thrown) => log.warn({ err: thrown }, 'Settlement: a problem with the chain'),
      }),
  }
}

/** Nothing after this needs the key: the signer has it. */
const withoutKey = (config: Config): Config => ({
  ...config,
  settings: { ...config.settings, privateKey: undefined },
})

const shut = (expected: string, was: string): BotError =>
  new BotError('invalid-config', `Live trading needs ${expected}, was ${was}. Nothing was started.`)

/** An account on which doctor's own orders are known. */
type WatchedAccount = AccountSource & Readonly<{ testOrders: TestOrders }>

const sourceOf = (
  { clock, config }: LiveParts,
  reached: ReachedHosts,
  account: TradingAccount,
): WatchedAccount => {
  const { reads, simulated } = reached
  const venue = { name: liveLabel(reached), simulated }
  const testOrders = testOrdersOf(config, account)
  return { account, reads, clock, placeOrder: true, venue, testOrders }
}

const testOrdersOf = ({ settings }: Config, account: TradingAccount): TestOrders =>
  openTestOrders(stateFiles(liveFolder(settings, account)).testOrders)

const passDoctor = async (parts: LiveParts, reached: ReachedHosts): Promise<TradingAccount> => {
  const { config, fetch, clock } = parts
  const { settings } = config
  let found: TradingAccount | undefined
  const checks = await runDoctor({
    ...{ config, fetch, clock, folders: [], live: true },
    ...reached,
    account: async () => {
      const { signer } = await openTradingSigner(settings)
      found = await findTradingAccount({ settings, reads: reached.reads, clock, signer })
      return sourceOf(parts, reached, found)
    },
  })
  parts.onChecks(checks)
  const failed = checks.flatMap(({ state, name }) => (state === 'failed' ? [name] : []))
  if (failed.length === 0 && found !== undefined) return found
  throw shut('a doctor that finds nothing wrong', `trouble with ${failed.join(', ')}`)
}

/** The first run of an account begins with its cash; what it holds already was bought by somebody else. */
const startingWithItsCash = async (config: Config, source: WatchedAccount): Promise<Config> => {
  const { execution } = await openAccount(source)
  const { cash, open, holdings } = await withoutTestOrders(execution, source.testOrders).account()
  await execution.close()
  if (open.length > 0 || holdings.size > 0)
    throw shut(
      'a wallet of its own without positions or open orders for its first start',
      `one with ${holdings.size} positions and ${open.length} open orders`,
    )
  const settings = { ...config.settings, startingBalance: Number(formatUsd(cash)) }
  return { ...config, settings }
}
