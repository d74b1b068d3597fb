import { z } from 'zod'
import type { FaultBook } from '../faults/fault-book.js'
import type { Route } from '../http/route.js'
import { answer } from '../http/venue-answer.js'
import type { ServerContext } from '../server-context.js'
import type { VenueTime } from '../venue-time.js'
import { controlRoute } from './control-route.js'
import { faultRoutes } from './fault-routes.js'
import { marketControlRoutes } from './market-routes.js'
import { orderControlRoutes } from './order-control-routes.js'
import { settleRoute } from './settle-route.js'
import { timeRoute } from './time-routes.js'
import { walletRoutes } from './wallet-routes.js'

/** What the control routes show and steer besides the exchange. */
export type ControlParts = Readonly<{
  context: ServerContext
  faults: FaultBook
  time: VenueTime
  /** The generator's ledger of planted mispricings. */
  planted: () => unknown
  counts: () => object
}>

const RestartBody = z.strictObject({ forMs: z.number().positive().optional() })

/** Makes the routes that exist for scripts and for `VENUE=sim` alone; the real venue has none of them. */
export const controlRoutes = (parts: ControlParts): readonly Route[] => {
  const { context, faults, time, planted } = parts
  return [
    settleRoute(context),
    ...faultRoutes(faults),
    ...walletRoutes(context),
    ...marketControlRoutes(context),
    ...orderControlRoutes(context),
    timeRoute(context, time),
    controlRoute('restart', RestartBody, ({ forMs }) => {
      // The answer must leave before every connection is cut.
      faults.set({ kind: 'restart', afterMs: 20, ...(forMs === undefined ? {} : { forMs }) })
      return { restarting: true }
    }),
    { host: 'sim', method: 'GET', path: '/api/geoblock', handle: () => answer(PLACE) },
    { host: 'sim', method: 'GET', path: '/_sim/planted', handle: () => answer(planted()) },
    { host: 'sim', method: 'GET', path: '/_sim/state', handle: () => answer(stateOf(parts)) },
  ]
}

/** What the venue's website says of where a request comes from; a simulated exchange is nowhere. */
const PLACE = { blocked: false, ip: '127.0.0.1', country: 'XX', region: '' }

const stateOf = ({ context, counts, faults, time }: ControlParts): object => {
  const { exchange, tradingMode } = context
  const markets = exchange.markets()
  const withStatus = (status: string): number =>
    markets.filter((market) => market.status === status).length
  return {
    simulated: true,
    now: exchange.now(),
    speed: time.speed(),
    tradingMode: tradingMode.current(),
    markets: {
      open: withStatus('open'),
      paused: withStatus('paused'),
      closed: withStatus('closed'),
      resolved: withStatus('resolved'),
    },
    trades: exchange.trades().length,
    money: exchange.audit(),
    sockets: counts(),
    faults: faults.list(),
  }
}
