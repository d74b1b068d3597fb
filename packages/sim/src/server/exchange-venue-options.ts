import type { Clock, TimeMs } from '@bot/core'
import type { SimExchange } from '../exchange/exchange.js'
import type { ServerRules } from './server-rules.js'

/** What makes the market move, such as a `MarketGenerator`: it is stepped to the venue's time again and again. */
export type ServedGenerator = Readonly<{
  step: (untilAt: TimeMs) => void
  /** The mispricings that were planted, for `GET /_sim/planted`. */
  planted?: () => unknown
}>

/** What a venue needs. */
export type ExchangeVenueOptions = Readonly<{
  exchange: SimExchange
  generator?: ServedGenerator
  clock: Clock
  /** A seeded generator: faults with a probability and heartbeat ids come from it. */
  random: () => number
  /** How many times as fast as the clock the venue's time runs; default 1. */
  speed?: number
  /** How often the venue moves on by itself, in milliseconds of the clock; default 50. */
  stepMs?: number
  rules?: Partial<ServerRules>
  log?: (message: string, details?: object) => void
}>

/**
 * Base addresses: append the paths of the real hosts, `ws` has `/ws/market` and `/ws/user`. `rtds` (legacy prices and
 * activity) and `sports` (games) are whole.
 */
export type VenueUrls = Readonly<{
  gamma: string
  clob: string
  data: string
  ws: string
  rtds: string
  sports: string
  sim: string
}>

/** Makes the addresses of a venue at `host`, which carries the port. */
export const venueUrls = (host: string): VenueUrls => {
  const base = `http://${host}`
  return {
    gamma: `${base}/gamma`,
    clob: `${base}/clob`,
    data: `${base}/data`,
    ws: `ws://${host}`,
    rtds: `ws://${host}/rtds`,
    sports: `ws://${host}/sports/ws`,
    sim: base,
  }
}
