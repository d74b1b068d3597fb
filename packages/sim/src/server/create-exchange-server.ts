import { type Clock, messageOf, type TimeMs } from '@bot/core'
import type { SimExchange } from '../exchange/exchange.js'
import type { ExchangeEvent } from '../exchange/exchange-event.js'
import { createApiKeys } from './auth/api-keys.js'
import { createDelays } from './delays.js'
import { createFaultBook, type FaultBook } from './faults/fault-book.js'
import { createRequestHandler } from './http/request-handler.js'
import { createRestarts } from './http/restarts.js'
import { listen } from './http/venue-listener.js'
import { NETWORK_LIMITS } from './limits/limit-table.js'
import { createNetworkLimits } from './limits/network-limits.js'
import type { ServerContext } from './server-context.js'
import { allRoutes } from './server-routes.js'
import { type ServerRules, serverRules } from './server-rules.js'
import { createStreamServer } from './streams/stream-server.js'
import { createHeartbeats } from './trading/heartbeat-routes.js'
import { createVenueTime } from './venue-time.js'
import { createWireNames } from './wire/wire-names.js'

/** What makes the market move, such as a `MarketGenerator`: it is stepped to the venue's time again and again. */
export type ServedGenerator = Readonly<{
  step: (untilAt: TimeMs) => void
  /** The mispricings that were planted, for `GET /_sim/planted`. */
  planted?: () => unknown
}>

/** What a server needs. */
export type ExchangeServerOptions = Readonly<{
  exchange: SimExchange
  generator?: ServedGenerator
  clock: Clock
  /** A seeded generator: faults with a probability and heartbeat ids come from it. */
  random: () => number
  /** Default 0, any free port. */
  port?: number
  /** Default `127.0.0.1`. */
  host?: string
  /** How many times as fast as the clock the venue's time runs; default 1. */
  speed?: number
  /** How often the venue moves on by itself, in milliseconds of the clock; default 50. */
  stepMs?: number
  rules?: Partial<ServerRules>
  log?: (message: string, details?: object) => void
}>

/** A server that speaks Polymarket's protocol for a simulated exchange. */
export type ExchangeServer = Readonly<{
  /** Base addresses: append the paths of the real hosts, `ws` has `/ws/market` and `/ws/user`. */
  urls: Readonly<{ gamma: string; clob: string; data: string; ws: string; sim: string }>
  port: number
  faults: FaultBook
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
  const { exchange, clock, random, host = '127.0.0.1', port = 0, log = () => {} } = options
  const context = createContext(options, log)
  const restarts = createRestarts(clock, log)
  const faults = createFaultBook(clock, random, restarts.onFault)
  const time = createVenueTime({ ...options, log })
  const streams = createStreamServer({ context, clock, faults, catchUp: time.catchUp })
  const heartbeats = createHeartbeats(context, clock, random)
  const planted = (): unknown => options.generator?.planted?.() ?? []
  const routes = [
    ...allRoutes({ context, faults, user: streams.user, planted, counts: streams.counts }),
    ...heartbeats.routes,
  ]
  const limits = createNetworkLimits(context.rules.networkLimits ? NETWORK_LIMITS : [])
  const delays = createDelays(clock)
  const { catchUp } = time
  const serving = { context, clock, faults, limits, catchUp, later: delays.later }
  const handler = await createRequestHandler(serving, routes)
  const listener = await listen({ host, port }, handler.onRequest)
  streams.attach(listener.server)
  restarts.attach(listener)
  const unsubscribe = exchange.subscribe(guard(streams.publish, log))
  time.start()
  const close = async (): Promise<void> => {
    for (const stop of [time.stop, unsubscribe, heartbeats.stop, restarts.stop, delays.stop]) stop()
    streams.cutAll()
    await listener.shut()
    await handler.close()
  }
  return { urls: urlsOf(host, listener.port), port: listener.port, faults, close }
}

type Log = NonNullable<ExchangeServerOptions['log']>

const createContext = (options: ExchangeServerOptions, log: Log): ServerContext => {
  const keys = createApiKeys()
  const rules = serverRules(options.rules)
  return { exchange: options.exchange, keys, names: createWireNames(keys), rules, log }
}

/** A client that cannot be told must not stop the exchange. */
const guard =
  (publish: (event: ExchangeEvent) => void, log: Log) =>
  (event: ExchangeEvent): void => {
    try {
      publish(event)
    } catch (cause) {
      log('An event could not be told', { type: event.type, cause: messageOf(cause) })
    }
  }

const urlsOf = (host: string, port: number): ExchangeServer['urls'] => {
  const base = `http://${host}:${port}`
  return {
    gamma: `${base}/gamma`,
    clob: `${base}/clob`,
    data: `${base}/data`,
    ws: `ws://${host}:${port}`,
    sim: base,
  }
}
