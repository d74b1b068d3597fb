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
    Partial<Pick<Settings, 'rpcUrl' | 'polygonRpcUrl'>>,
  fetch: typeof globalThis.fetch,
  clock: Clock,
): ReachedHosts => {
  const { gammaUrl: gamma, clobUrl: clob, dataUrl: data, wsUrl: ws } = settings
  const hosts = { gamma, clob, data, ws }
  const reads = createPolymarketReads({ fetch, clock, hosts })
  const url = settings.rpcUrl ?? settings.polygonRpcUrl
  const payouts =
    url === undefined
      ? undefined
      : createPayoutReader({ request: createRpc({ url, fetch, clock }) })
  return { hosts, reads, payouts, simulated: isLoopback(new URL(clob).hostname) }
}
