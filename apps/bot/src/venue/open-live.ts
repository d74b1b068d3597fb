import type { TradingAccount } from '../live/trading-account.js'
import type { ReachedHosts } from './polymarket-hosts.js'
import { openSignedExecution, type SignedExecutionOptions } from './signed-execution.js'
import type { Venue } from './venue.js'

/** Who trades live, where, and how protocol actions are performed. */
export type LiveOptions = Readonly<{
  reached: ReachedHosts
  account: TradingAccount
  settle?: SignedExecutionOptions['settle']
  seed: number
}>

/** Names the venue of live trading for people. */
export const liveLabel = ({ simulated, hosts }: ReachedHosts): string =>
  simulated ? `SIMULATED: an exchange at ${hosts.clob}` : 'Polymarket'

/** Opens Polymarket, or what speaks its protocol at the hosts that were set, for orders of the wallet's own money. */
export const openLive = (options: LiveOptions): Venue => {
  const { reached, account, settle, seed } = options
  const { hosts, reads, simulated } = reached
  const { signer, credentials, wallet, address } = account
  const venue: Venue = {
    name: 'polymarket',
    mode: 'live',
    account: `live-${address.toLowerCase()}`,
    simulated,
    label: liveLabel(reached),
    reads,
    hosts,
    execution: (parts) =>
      openSignedExecution(parts, {
        venue,
        signer,
        credentials,
        wallet,
        ...(settle === undefined ? {} : { settle }),
        seed,
        label: `orders are signed by ${signer.address} and trade the money of ${address}`,
      }),
    save: () => {},
    close: async () => {},
  }
  return venue
}
