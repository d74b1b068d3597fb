import { type Clock, messageOf } from '@bot/core'
import type { Config } from '../config/load-config.js'
import { rpcUrlOf } from '../live/without-settlement.js'
import { accountChecks } from './account-checks.js'
import type { Check } from './check.js'
import { hostChecks } from './host-checks.js'
import { machineChecks } from './machine-checks.js'
import { type AccountSource, openAccount } from './open-account.js'
import { settlementCheck } from './settlement-check.js'

/** What doctor looks at. Without `account` no key is used. */
export type DoctorParts = Readonly<{
  config: Config
  fetch: typeof globalThis.fetch
  clock: Clock
  hosts: Readonly<Record<string, string>>
  simulated: boolean
  live: boolean
  /** State folders whose journals are verified. */
  folders: readonly string[]
  /** Opens the key; what it throws is a failed check. `undefined` where none is set. */
  account?: () => Promise<AccountSource>
}>

/** Looks at everything that trading needs, each in a sentence; live trading begins only when nothing failed. */
export const runDoctor = async (parts: DoctorParts): Promise<readonly Check[]> => [
  ...(await machineChecks(parts.config, parts.folders)),
  ...(await hostChecks({ ...parts, settings: parts.config.settings })),
  ...(await lookAtAccount(parts)),
]

const lookAtAccount = async (parts: DoctorParts): Promise<readonly Check[]> => {
  const { account, live } = parts
  if (account === undefined) {
    const detail = 'no key is set; paper needs none'
    const advice = 'Set a key file, a signer command or a key: see docs/live.md.'
    return [
      live
        ? { name: 'key', state: 'failed', detail, advice }
        : { name: 'key', state: 'skipped', detail },
    ]
  }
  try {
    const source = await account()
    const opened = await openAccount(source)
    const key: Check = {
      name: 'key',
      state: 'ok',
      detail: 'signs, and the venue gives it an API key',
    }
    return [key, ...(await accountChecks(opened)), await lookAtSettlement(parts, source)]
  } catch (thrown) {
    const advice =
      'Check the key, the signer and the network; docs/live.md lists the venue’s refusals.'
    return [{ name: 'key', state: 'failed', detail: messageOf(thrown), advice }]
  }
}

const lookAtSettlement = async (parts: DoctorParts, source: AccountSource): Promise<Check> => {
  if (parts.simulated && !parts.live) {
    const detail = 'the simulated exchange splits, merges, converts and redeems itself'
    return { name: 'settlement', state: 'ok', detail }
  }
  return settlementCheck({ ...parts, rpcUrl: rpcUrlOf(parts.config) }, source.account)
}
