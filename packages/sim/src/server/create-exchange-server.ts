import type { Chain } from './chain/create-chain.js'
import { createVenueCore, type VenueCore } from './create-venue-core.js'
import { type ExchangeVenueOptions, type VenueUrls, venueUrls } from './exchange-venue-options.js'
import type { FaultBook } from './faults/fault-book.js'
import type { RequestServer } from './http/create-request-server.js'
import { serveNodeRequest } from './http/serve-node-request.js'
import { listen, type VenueListener } from './http/venue-listener.js'
import { serveUpgrades } from './streams/serve-upgrades.js'

/** What a server needs. */
export type ExchangeServerOptions = ExchangeVenueOptions &
  Readonly<{
    /** Default 0, any free port. */
    port?: number
    /** Default `127.0.0.1`. */
    host?: string
    /**
     * Gives Gamma, CLOB and Data a free port each, where their paths begin at the root: for clients that drop the path
     * of a base address. Default false; the paths under `port` answer all the same.
     */
    ownPorts?: boolean
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
  const { host = '127.0.0.1', port = 0, ownPorts = false } = options
  const venue = createVenueCore(options)
  try {
    const listener = await openDoor(venue, { host, port })
    serveUpgrades(listener.server, venue.admit)
    const own = ownPorts ? await openOwnDoors(venue, host) : {}
    venue.start()
    const { faults, chain, close } = venue
    const urls = { ...venueUrls(`${host}:${listener.port}`), ...own }
    return { urls, port: listener.port, faults, chain, close }
  } catch (thrown) {
    await venue.close()
    throw thrown
  }
}

/** Listens for what begins with a path of its own, or with the prefix of one host when all of it is for that one. */
const openDoor = async (
  venue: VenueCore,
  address: Readonly<{ host: string; port: number }>,
  prefix = '',
): Promise<VenueListener> => {
  const serve: RequestServer = (request, sink) =>
    venue.serve({ ...request, target: prefix + request.target }, sink)
  const listener = await listen(address, serveNodeRequest(serve))
  venue.attach(listener)
  return listener
}

const openOwnDoors = async (
  venue: VenueCore,
  host: string,
): Promise<Pick<VenueUrls, 'gamma' | 'clob' | 'data'>> => {
  const urlOf = async (name: string): Promise<string> =>
    `http://${host}:${(await openDoor(venue, { host, port: 0 }, `/${name}`)).port}`
  return { gamma: await urlOf('gamma'), clob: await urlOf('clob'), data: await urlOf('data') }
}
