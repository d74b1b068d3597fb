import { messageOf } from '@bot/core'
import type { ExchangeEvent } from '../exchange/exchange-event.js'
import { type Chain, createChain } from './chain/create-chain.js'
import { createDelays } from './delays.js'
import type { ExchangeVenueOptions } from './exchange-venue-options.js'
import { createFaultStart } from './faults/create-fault-start.js'
import { createFaultBook, type FaultBook } from './faults/fault-book.js'
import { createRequestServer, type RequestServer } from './http/create-request-server.js'
import { createRestarts, type Door } from './http/restarts.js'
import { createNetworkLimits } from './limits/network-limits.js'
import { createServerContext } from './server-context.js'
import { createRoutes } from './server-routes.js'
import { createStreamServer, type StreamServer } from './streams/stream-server.js'
import { createVenueTime } from './venue-time.js'

/** A venue without its way in: what a listener and an in-process connection share. */
export type VenueCore = Readonly<{
  faults: FaultBook
  chain: Chain
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
  const context = createServerContext({ ...options, log })
  const restarts = createRestarts(clock, log)
  const start = createFaultStart(context, restarts)
  const faults = createFaultBook(clock, random, start, log)
  const time = createVenueTime({ ...options, log })
  const streams = createStreamServer({ context, clock, faults, time })
  const planted = (): unknown => options.generator?.planted?.() ?? []
  const { user, counts } = streams
  const { chainId, blockMs } = context.rules
  const { wallets } = context
  const chain = createChain({ exchange, wallets, clock, chainId, blockMs })
  const parts = { context, faults, time, user, chain, planted, counts, random }
  const { routes, stop: stopRoutes } = createRoutes(parts)
  const limits = createNetworkLimits(context.rules, clock)
  const delays = createDelays(clock)
  const { catchUp } = time
  const serve = createRequestServer(
    { context, faults, limits, catchUp, later: delays.later },
    routes,
  )
  const unsubscribe = exchange.subscribe(guard(streams.publish, log))
  const close = async (): Promise<void> => {
    const { ledger } = context
    for (const stop of [time.stop, unsubscribe, ledger.close, stopRoutes, chain.stop, delays.stop])
      stop()
    await restarts.stop()
  }
  const { attach } = restarts
  return { faults, chain, serve, admit: streams.admit, attach, start: time.start, close }
}

type Log = NonNullable<ExchangeVenueOptions['log']>

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
