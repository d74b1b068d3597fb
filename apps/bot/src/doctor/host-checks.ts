import type { Clock } from '@bot/core'
import type { Settings } from '../config/settings.js'
import { type Check, check } from './check.js'

/** Where hosts answer, and how strict to be: live trading fails on what paper only warns of. */
export type HostParts = Readonly<{
  fetch: typeof globalThis.fetch
  clock: Clock
  hosts: Readonly<Record<string, string>>
  settings: Pick<Settings, 'geoblockUrl'>
  live: boolean
  simulated: boolean
}>

const PATIENCE_MS = 5_000
/** Signed requests carry this machine's time in whole seconds. */
const SKEW_WARNING_MS = 2_000
const SKEW_FAILED_MS = 10_000

/** Looks at the hosts, this machine's clock, where we are, and the version of orders that is taken. */
export const hostChecks = (parts: HostParts): Promise<readonly Check[]> => {
  const { hosts } = parts
  const advice = 'Check the network and the host settings; VENUE=sim needs no network.'
  return Promise.all([
    check('clock', advice, () => lookAtClock(parts)),
    check('gamma', advice, () => lookAtHost(parts, `${hosts['gamma']}/markets?limit=1`)),
    check('data', advice, () => lookAtHost(parts, `${hosts['data']}/trades?limit=1`)),
    check('order version', advice, () => lookAtVersion(parts)),
    check('geoblock', 'Trading needs this answer: see that the host can be reached.', () =>
      lookAtPlace(parts),
    ),
  ])
}

type Looked = Promise<Omit<Check, 'name'>>

const read = async ({ fetch }: HostParts, url: string): Promise<string> => {
  const answer = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS) })
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`)
  return answer.text()
}

const lookAtHost = async (parts: HostParts, url: string): Looked => {
  await read(parts, url)
  return { state: 'ok', detail: `${new URL(url).host} answers` }
}

const lookAtClock = async (parts: HostParts): Looked => {
  const before = parts.clock.now()
  const seconds = Number(await read(parts, `${parts.hosts['clob']}/time`))
  // The venue tells whole seconds: half of one and half of the way are the best guess.
  const skew = Math.abs(seconds * 1000 + 500 - (before + parts.clock.now()) / 2)
  const detail = `the exchange answers; its clock and this machine's differ by ${Math.round(skew)} ms`
  if (skew <= SKEW_WARNING_MS) return { state: 'ok', detail }
  const advice = 'Set this machine’s clock (NTP): signed requests carry its time.'
  return { state: parts.live && skew > SKEW_FAILED_MS ? 'failed' : 'warning', detail, advice }
}

const ORDER_VERSION = 2

const lookAtVersion = async (parts: HostParts): Looked => {
  const { version } = JSON.parse(await read(parts, `${parts.hosts['clob']}/version`)) as {
    version?: unknown
  }
  if (version === ORDER_VERSION) return { state: 'ok', detail: 'orders of version 2 are taken' }
  return {
    state: 'failed',
    detail: `the exchange takes orders of version ${String(version)}, this bot signs version ${ORDER_VERSION}`,
    advice: 'Update the bot: every order would be refused.',
  }
}

const lookAtPlace = async (parts: HostParts): Looked => {
  if (parts.simulated && !parts.live) {
    return { state: 'skipped', detail: 'not asked: nothing real is traded on a simulated exchange' }
  }
  try {
    const answer = JSON.parse(await read(parts, parts.settings.geoblockUrl)) as Readonly<
      Record<string, unknown>
    >
    const place = `${String(answer['country'] ?? '?')}${answer['region'] ? `, ${String(answer['region'])}` : ''}`
    if (answer['blocked'] === false)
      return { state: 'ok', detail: `trading is allowed from ${place}` }
    return {
      state: parts.live ? 'failed' : 'warning',
      detail: `the venue does not allow trading from ${place}`,
      advice: 'Do not trade live from there. This bot respects the block and has no way around it.',
    }
  } catch (thrown) {
    if (parts.live) throw thrown
    return { state: 'warning', detail: 'no answer; live trading would be refused' }
  }
}
