// The signature checks load their curve when first used, which would wait for a disk amid virtual time.
import 'viem/accounts'
import type { Chain } from './chain/create-chain.js'
import { createVenueCore } from './create-venue-core.js'
import { type ExchangeVenueOptions, type VenueUrls, venueUrls } from './exchange-venue-options.js'
import type { FaultBook } from './faults/fault-book.js'
import { createVenueFetch } from './in-process/create-venue-fetch.js'
import { createVenueSockets, type OpenVenueSocket } from './in-process/create-venue-sockets.js'
import { createInProcessDoor } from './in-process/in-process-door.js'

/** A simulated exchange with Polymarket's protocol that is reached without any network. */
export type ExchangeVenue = Readonly<{
  /** Reaches this venue alone; fails, stalls and can be aborted as the real `fetch`. */
  fetch: typeof globalThis.fetch
  /** Opens a WebSocket to this venue; fits `@bot/realtime-feed`'s `openSocket`. */
  openSocket: OpenVenueSocket
  urls: VenueUrls
  faults: FaultBook
  /** What its chain remembers, to be kept beside the exchange's own snapshot. */
  chain: Pick<Chain, 'snapshot' | 'restore'>
  /** Cuts every connection, refuses new ones and stops all timers. */
  close: () => Promise<void>
}>

/** A name that never leaves the machine. */
const HOST = 'exchange.localhost'

/**
 * Makes the same venue as `createExchangeServer` for clients in this process. All that it does happens in microtasks
 * and by the given clock, so that a manual clock drives everything deterministically.
 *
 * @throws BotError `invalid-config` for a bad rule
 */
export const createExchangeVenue = (options: ExchangeVenueOptions): ExchangeVenue => {
  const venue = createVenueCore(options)
  const door = createInProcessDoor()
  venue.attach(door)
  venue.start()
  const { serve, admit, faults, chain, close } = venue
  return {
    fetch: createVenueFetch({ host: HOST, door, serve }),
    openSocket: createVenueSockets({ host: HOST, door, admit }),
    urls: venueUrls(HOST),
    faults,
    chain,
    close,
  }
}
