import type { OpenedSettlement } from '../live/open-settlement.js'
import type { TestOrders } from '../live/test-orders.js'
import type { TradingAccount } from '../live/trading-account.js'
import { withoutTestOrders } from '../live/without-test-orders.js'
import type { Execution, ExecutionParts } from './execution.js'
import type { ReachedHosts } from './polymarket-hosts.js'
import { openSignedExecution } from './signed-execution.js'
import type { Venue } from './venue.js'

/** Who trades live, where, and how protocol actions are performed. */
export type LiveOptions = Readonly<{
  reached: ReachedHosts
  account: TradingAccount
  /** Opens settlement on chain; without it protocol actions fail with what to do instead. */
  settlement?: (parts: ExecutionParts) => Promise<OpenedSettlement>
  /** Doctor's orders, which are nobody else's. */
  testOrders: TestOrders
  seed: number
}>

/** Names an account that trades live in the folder of its journal. */
export const liveAccount = ({ address }: Pick<TradingAccount, 'address'>): string =>
  `live-${address.toLowerCase()}`

/** Names the venue of live trading for people. */
export const liveLabel = ({ simulated, hosts }: ReachedHosts): string =>
  simulated ? `SIMULATED: an exchange at ${hosts.clob}` : 'Polymarket'

/** Opens Polymarket, or what speaks its protocol at the hosts that were set, for orders of the wallet's own money. */
export const openLive = (options: LiveOptions): Venue => {
  const { reached, account } = options
  const { hosts, reads, payouts, simulated } = reached
  const venue: Venue = {
    name: 'polymarket',
    mode: 'live',
    account: liveAccount(account),
    simulated,
    label: liveLabel(reached),
    reads,
    payouts,
    hosts,
    execution: (parts) => openExecution(parts, options, venue),
    save: () => {},
    close: async () => {},
  }
  return venue
}

const openExecution = async (
  parts: ExecutionParts,
  { account, settlement, testOrders, seed }: LiveOptions,
  venue: Venue,
): Promise<Execution> => {
  const { signer, credentials, wallet, address } = account
  const opened = await settlement?.(parts)
  const execution = await openSignedExecution(parts, {
    ...{ venue, signer, credentials, wallet, seed },
    ...(opened === undefined ? {} : { settle: opened.settle }),
    label: `orders are signed by ${signer.address} and trade the money of ${address}`,
  })
  return {
    ...execution,
    port: withoutTestOrders(execution.port, testOrders),
    close: async () => {
      await opened?.close()
      await execution.close()
    },
  }
}
