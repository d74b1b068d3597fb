import type { Clock } from '@bot/core'
import type { Settings } from '../config/settings.js'
import { openPaperExecution } from './paper-execution.js'
import { reachHosts } from './polymarket-hosts.js'
import { PAPER_ACCOUNT, type Venue } from './venue.js'

/** Opens the public side of Polymarket; nothing is sent before something is read. */
export const openPolymarket = (
  settings: Settings,
  fetch: typeof globalThis.fetch,
  clock: Clock,
): Venue => {
  const { hosts, reads, payouts, simulated } = reachHosts(settings, fetch, clock)
  return {
    name: 'polymarket',
    mode: 'paper',
    account: PAPER_ACCOUNT,
    simulated,
    label: simulated ? `SIMULATED: an exchange at ${hosts.clob}` : 'Polymarket, public data',
    reads,
    payouts,
    hosts,
    execution: (parts) => openPaperExecution(parts, { seed: settings.seed, venue: 'Polymarket' }),
    save: () => {},
    close: async () => {},
  }
}
