import type { Chain } from './chain/create-chain.js'
import { createVenueCore } from './create-venue-core.js'
import { type ExchangeVenueOptions, type VenueUrls, venueUrls } from './exchange-venue-options.js'
import type { FaultBook } from './faults/fault-book.js'
import { serveNodeRequest } from './http/serve-node-request.js'
import { listen } from './http/venue-listener.js'
import { serveUpgrades } from './streams/serve-upgrades.js'

/** What a server needs. */
export type ExchangeServerOptions = ExchangeVenueOptions &
  Readonly<{
    /** Default 0, any free port. */
    port?: number
    /** Default `127.0.0.1`. */
    host?: string
  }>

/** A server that speaks Polymarket's protocol for a simulated exchange. */
export type ExchangeServer = Readonly<{
  urls: VenueUrls
  port: number
  faults: FaultBook
  /** What its chain remembers, to be kept beside the exchange's own snapshot. */
  chain: Pick<Chain, 'snapshot' | 'restore'>
  /** Cuts every connection and stops all timers. */
  close: () => Promise<void>
}>

/**
 * Starts a server on real sockets.
 *
 * @throws BotError `port-in-use` when the port is taken, `invalid-config` for a bad rule
 */
export const createExchangeServer = async (
  options: ExchangeServerOptions,
): Promise<ExchangeServer> => {
  const { host = '127.0.0.1', port = 0 } = options
  const venue = createVenueCore(options)
  const listener = await listen({ host, port }, serveNodeRequest(venue.serve)).catch(
    async (thrown: unknown) => {
      await venue.close()
      throw thrown
    },
  )
  serveUpgrades(listener.server, venue.admit)
  venue.attach(listener)
  venue.start()
  const { faults, chain, close } = venue
  return { urls: venueUrls(`${host}:${listener.port}`), port: listener.port, faults, chain, close }
}
