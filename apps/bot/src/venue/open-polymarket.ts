import type { Clock } from '@bot/core'
import { createPolymarketReads } from '@bot/polymarket'
import type { Settings } from '../config/settings.js'
import { openPaperExecution } from './paper-execution.js'
import { PAPER_ACCOUNT, type Venue } from './venue.js'

/** Opens the public side of Polymarket; nothing is sent before something is read. */
export const openPolymarket = (
  settings: Settings,
  fetch: typeof globalThis.fetch,
  clock: Clock,
): Venue => {
  const { gammaUrl: gamma, clobUrl: clob, dataUrl: data, wsUrl: ws } = settings
  const hosts = { gamma, clob, data, ws }
  return {
    name: 'polymarket',
    mode: 'paper',
    account: PAPER_ACCOUNT,
    simulated: false,
    label: 'Polymarket, public data',
    reads: createPolymarketReads({ fetch, clock, hosts }),
    hosts,
    execution: (parts) => openPaperExecution(parts, { seed: settings.seed, venue: 'Polymarket' }),
    save: () => {},
    close: async () => {},
  }
}
