import { randomBytes } from 'node:crypto'
import { parseUsd } from '@bot/core'
import { createThrowawaySigner } from '@bot/polymarket'
import type { Config } from '../config/load-config.js'
import type { Check } from '../doctor/check.js'
import type { AccountSource } from '../doctor/open-account.js'
import { type DoctorParts, runDoctor } from '../doctor/run-doctor.js'
import { systemClock } from '../effects/system-clock.js'
import { liveFolder } from '../live/live-folder.js'
import { openTestOrders } from '../live/test-orders.js'
import { findTradingAccount } from '../live/trading-account.js'
import { hasKey, openTradingSigner } from '../live/trading-signer.js'
import { stateFiles, stateFolder } from '../runtime/journal-folder.js'
import { chooseVenue } from '../venue/choose-venue.js'
import { openPolymarket } from '../venue/open-polymarket.js'
import { openSim } from '../venue/open-sim.js'
import { PAPER_ACCOUNT, type Venue } from '../venue/venue.js'
import { printJson, printLine } from './print.js'

/** Checks the machine, the hosts, the account and the settings; exits with 1 when something failed. */
export const doctorCommand = async (json: boolean, config: Config): Promise<number> => {
  const choice = await chooseVenue(config.settings, fetch)
  const sim = choice.venue === 'sim'
  const venue = await (sim
    ? openToySim(config)
    : openPolymarket(config.settings, fetch, systemClock))
  try {
    const said: Check = { name: 'venue', state: 'ok', detail: `${venue.label}: ${choice.because}` }
    const checks = [said, ...(await runDoctor(doctorParts(config, venue, sim)))]
    show(checks, json)
    return checks.some((check) => check.state === 'failed') ? 1 : 0
  } finally {
    await venue.close()
  }
}

/** Prints what was found. */
const show = (checks: readonly Check[], json: boolean): void => {
  const ok = checks.every((check) => check.state !== 'failed')
  if (json) printJson({ ok, checks })
  else for (const check of checks) printLine(describe(check))
}

const describe = ({ name, state, detail, advice }: Check): string =>
  `${state.padEnd(8)} ${name}: ${detail}${advice === undefined ? '' : `\n         ${advice}`}`

const openToySim = ({ settings }: Config) =>
  openSim({
    seed: settings.seed,
    clock: systemClock,
    fetch,
    faucet: parseUsd(settings.startingBalance, 'nearest'),
    log: () => {},
  })

const doctorParts = (config: Config, venue: Venue, throwAway: boolean): DoctorParts => {
  const { settings } = config
  const { reads, hosts, label, simulated } = venue
  const live = settings.tradingMode === 'live'
  const source = async (): Promise<AccountSource> => {
    const signer = throwAway
      ? createThrowawaySigner(randomBytes)
      : (await openTradingSigner(settings)).signer
    const ways = throwAway ? ({ walletKind: 'eoa', funder: undefined } as const) : settings
    const account = await findTradingAccount({ settings: ways, reads, clock: systemClock, signer })
    const placeOrder = live || throwAway
    const found = {
      account,
      reads,
      clock: systemClock,
      venue: { name: label, simulated },
      placeOrder,
    }
    const folder = liveFolder(settings, account)
    return live ? { ...found, testOrders: openTestOrders(stateFiles(folder).testOrders) } : found
  }
  return {
    ...{ config, fetch, clock: systemClock, hosts, simulated, live },
    folders: ['polymarket', 'sim'].map((name) => stateFolder(settings, name, PAPER_ACCOUNT)),
    ...(throwAway || hasKey(settings) ? { account: source } : {}),
  }
}
