import type { Clock } from '@bot/core'
import {
  createPayoutReader,
  createPolymarketReads,
  createRpc,
  type PayoutReader,
  type PolymarketHosts,
  type PolymarketReads,
} from '@bot/polymarket'
import type { Settings } from '../config/settings.js'
import { isLoopback } from '../server/access.js'

/** The hosts that were set, and all that can be read there without a key. */
export type ReachedHosts = Readonly<{
  hosts: PolymarketHosts
  reads: PolymarketReads
  /** Asks the node that was set; absent where none was. */
  payouts?: PayoutReader | undefined
  /** Polymarket is not on this machine: what answers here is something else that speaks its protocol. */
  simulated: boolean
}>

/** Makes the reads of the hosts that were set; nothing is sent before something is read. */
export const reachHosts = (
  settings: Pick<Settings, 'gammaUrl' | 'clobUrl' | 'dataUrl' | 'wsUrl'> &
    Partial<Pick<Settings, 'rtdsUrl' | 'rpcUrl' | 'polygonRpcUrl'>>,
  fetch: typeof globalThis.fetch,
  clock: Clock,
): ReachedHosts => {
  const { gammaUrl: gamma, clobUrl: clob, dataUrl: data, wsUrl: ws } = settings
  const simulated = isLoopback(new URL(clob).hostname)
  const { rtdsUrl: rtds } = settings
  // Real trades say nothing of a simulated market.
  const isSameWorld = rtds !== undefined && isLoopback(new URL(rtds).hostname) === simulated
  const hosts = { gamma, clob, data, ws, ...(isSameWorld ? { rtds } : {}) }
  const reads = createPolymarketReads({ fetch, clock, hosts })
  const url = settings.rpcUrl ?? settings.polygonRpcUrl
  const payouts =
    url === undefined
      ? undefined
      : createPayoutReader({ request: createRpc({ url, fetch, clock }) })
  return { hosts, reads, payouts, simulated }
}
