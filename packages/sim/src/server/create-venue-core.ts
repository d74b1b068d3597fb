import { messageOf } from '@bot/core'
import type { ExchangeEvent } from '../exchange/exchange-event.js'
import { createApiKeys } from './auth/api-keys.js'
import { createDelays } from './delays.js'
import type { ExchangeVenueOptions } from './exchange-venue-options.js'
import { createFaultBook, type FaultBook } from './faults/fault-book.js'
import { createRequestServer, type RequestServer } from './http/create-request-server.js'
import { createRestarts, type Door } from './http/restarts.js'
import { NETWORK_LIMITS } from './limits/limit-table.js'
import { createNetworkLimits } from './limits/network-limits.js'
import type { ServerContext } from './server-context.js'
import { allRoutes } from './server-routes.js'
import { serverRules } from './server-rules.js'
import { createStreamServer, type StreamServer } from './streams/stream-server.js'
import { createHeartbeats } from './trading/heartbeat-routes.js'
import { createVenueTime } from './venue-time.js'
import { createWireNames } from './wire/wire-names.js'

/** A venue without its way in: what a listener and an in-process connection share. */
export type VenueCore = Readonly<{
  faults: FaultBook
  serve: RequestServer
  admit: StreamServer['admit']
  /** Lets the doors be shut by a restart and by the end. */
  attach: (door: Door) => void
  /** Lets the venue's time run. */
  start: () => void
  /** Cuts every connection and stops all timers. */
  close: () => Promise<void>
}>

/**
 * Makes it; nothing runs before `start`.
 *
 * @throws BotError `invalid-config` for a bad rule
 */
export const createVenueCore = (options: ExchangeVenueOptions): VenueCore => {
  const { exchange, clock, random, log = () => {} } = options
  const context = createContext(options, log)
  const restarts = createRestarts(clock, log)
  const faults = createFaultBook(clock, random, restarts.onFault)
  const time = createVenueTime({ ...options, log })
  const streams = createStreamServer({ context, clock, faults, catchUp: time.catchUp })
  const planted = (): unknown => options.generator?.planted?.() ?? []
  const heartbeats = createHeartbeats(context, clock, random)
  const routes = [
    ...allRoutes({ context, faults, user: streams.user, planted, counts: streams.counts }),
    ...heartbeats.routes,
  ]
  const limits = createNetworkLimits(context.rules.networkLimits ? NETWORK_LIMITS : [])
  const delays = createDelays(clock)
  const { catchUp } = time
  const serve = createRequestServer(
    { context, faults, limits, catchUp, later: delays.later },
    routes,
  )
  const unsubscribe = exchange.subscribe(guard(streams.publish, log))
  const close = async (): Promise<void> => {
    for (const stop of [time.stop, unsubscribe, heartbeats.stop, delays.stop]) stop()
    await restarts.stop()
  }
  const { attach } = restarts
  return { faults, serve, admit: streams.admit, attach, start: time.start, close }
}

type Log = NonNullable<ExchangeVenueOptions['log']>

const createContext = (options: ExchangeVenueOptions, log: Log): ServerContext => {
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
