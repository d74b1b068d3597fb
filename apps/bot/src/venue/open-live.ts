import type { Clock } from '@bot/core'
import { createPolymarketReads, type Signer, type TradingWallet } from '@bot/polymarket'
import type { Settings } from '../config/settings.js'
import { isLoopback } from '../server/access.js'
import { openSignedExecution, type SignedExecutionOptions } from './signed-execution.js'
import type { Venue } from './venue.js'

/** Who trades live, and how protocol actions are performed. */
export type LiveOptions = Readonly<{
  settings: Settings
  fetch: typeof globalThis.fetch
  clock: Clock
  signer: Signer
  wallet: TradingWallet
  settle?: SignedExecutionOptions['settle']
  /** Opens sockets; default real ones. */
  openSocket?: Venue['openSocket']
}>

/** Opens Polymarket, or what speaks its protocol at the hosts that were set, for orders of the wallet's own money. */
export const openLive = (options: LiveOptions): Venue => {
  const { settings, fetch, clock, signer, wallet, settle, openSocket } = options
  const { gammaUrl: gamma, clobUrl: clob, dataUrl: data, wsUrl: ws, seed } = settings
  const hosts = { gamma, clob, data, ws }
  const simulated = isLoopback(new URL(clob).hostname)
  const address = wallet.kind === 'eoa' ? signer.address : wallet.address
  const venue: Venue = {
    name: 'polymarket',
    mode: 'live',
    account: `live-${address.toLowerCase()}`,
    simulated,
    label: simulated ? `exchange on this machine at ${clob}` : 'Polymarket',
    reads: createPolymarketReads({ fetch, clock, hosts }),
    hosts,
    ...(openSocket === undefined ? {} : { openSocket }),
    execution: (parts) =>
      openSignedExecution(parts, {
        venue,
        signer,
        wallet,
        ...(settle === undefined ? {} : { settle }),
        seed,
        label: `orders are signed for ${address} and trade its money`,
      }),
    save: () => {},
    close: async () => {},
  }
  return venue
}
