import { type Clock, messageOf, type TimeMs } from '@bot/core'
import type { SimExchange } from '../exchange/exchange.js'
import { createApiKeys } from './auth/api-keys.js'
import type { Fault } from './faults/fault.js'
import { createFaultBook, type FaultBook } from './faults/fault-book.js'
import { createRequestHandler } from './http/request-handler.js'
import { listen, type VenueListener } from './http/venue-listener.js'
import { NETWORK_LIMITS } from './limits/limit-table.js'
import { createNetworkLimits } from './limits/network-limits.js'
import type { ServerContext } from './server-context.js'
import { allRoutes } from './server-routes.js'
import { type ServerRules, serverRules } from './server-rules.js'
import { createStreamServer } from './streams/stream-server.js'
import { createUserChannel } from './streams/user-channel.js'
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
  const { exchange, clock, generator, host = '127.0.0.1', port = 0, log = () => {} } = options
  const keys = createApiKeys()
  const rules = serverRules(options.rules)
  const context: ServerContext = { exchange, keys, names: createWireNames(keys), rules, log }
  const restarts = createRestarts(clock, log)
  const faults = createFaultBook(clock, options.random, restarts.onFault)
  const time = createVenueTime({ ...options, log })
  const user = createUserChannel(context)
  const heartbeats = createHeartbeats(context, clock, options.random)
  const counts = (): object => streams.counts()
  const planted = (): unknown => generator?.planted?.() ?? []
  const routes = [...allRoutes({ context, faults, user, planted, counts }), ...heartbeats.routes]
  const limits = createNetworkLimits(rules.networkLimits ? NETWORK_LIMITS : [])
  const { catchUp } = time
  const handler = await createRequestHandler({ context, clock, faults, limits, catchUp }, routes)
  const listener = await listen({ host, port }, handler.onRequest)
  const streams = createStreamServer({
    server: listener.server,
    context,
    clock,
    faults,
    catchUp,
    user,
  })
  restarts.attach(listener)
  const unsubscribe = exchange.subscribe((event) => {
    try {
      streams.publish(event)
    } catch (cause) {
      log('An event could not be told', { type: event.type, cause: messageOf(cause) })
    }
  })
  time.start()
  return {
    urls: urlsOf(host, listener.port),
    port: listener.port,
    faults,
    close: async () => {
      time.stop()
      unsubscribe()
      heartbeats.stop()
      restarts.stop()
      streams.cutAll()
      await listener.shut()
      await handler.close()
    },
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

const RESTART_MS = 2_000

type Restarts = Readonly<{
  onFault: (fault: Fault) => void
  attach: (listener: VenueListener) => void
  stop: () => void
}>

/** Closes the listener and opens it again when a `restart` fault is set. */
const createRestarts = (clock: Clock, log: NonNullable<ExchangeServerOptions['log']>): Restarts => {
  let listener: VenueListener | undefined
  let cancel: () => void = () => {}
  const reopen = (): void => {
    listener?.open().catch((cause: unknown) => {
      log('The server could not listen again', { cause: messageOf(cause) })
    })
  }
  return {
    onFault: (fault) => {
      if (fault.kind !== 'restart') return
      cancel()
      void listener?.shut()
      cancel = clock.after(fault.forMs ?? RESTART_MS, reopen)
    },
    attach: (opened) => {
      listener = opened
    },
    stop: () => cancel(),
  }
}
