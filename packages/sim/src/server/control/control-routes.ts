import { z } from 'zod'
import { FaultSchema } from '../faults/fault.js'
import type { FaultBook } from '../faults/fault-book.js'
import type { Route } from '../http/route.js'
import { answer, refuse } from '../http/venue-answer.js'
import { jsonBody } from '../http/venue-request.js'
import type { ServerContext } from '../server-context.js'
import { settleRoute } from './settle-route.js'

/** What the control routes show besides the exchange. */
export type ControlParts = Readonly<{
  context: ServerContext
  faults: FaultBook
  /** The generator's ledger of planted mispricings. */
  planted: () => unknown
  counts: () => object
}>

const FaultsBody = z.union([z.array(FaultSchema), FaultSchema])

/** Makes the routes that exist for scripts and for `VENUE=sim` alone; the real venue has none of them. */
export const controlRoutes = (parts: ControlParts): readonly Route[] => [
  settleRoute(parts.context),
  {
    host: 'sim',
    method: 'GET',
    path: '/_sim/faults',
    handle: () => answer(parts.faults.list()),
  },
  {
    host: 'sim',
    method: 'POST',
    path: '/_sim/faults',
    handle: ({ body }) => {
      const parsed = FaultsBody.safeParse(jsonBody(body))
      if (!parsed.success) return refuse(400, `invalid fault: ${parsed.error.message}`)
      parts.faults.set(parsed.data)
      return answer(parts.faults.list())
    },
  },
  {
    host: 'sim',
    method: 'DELETE',
    path: '/_sim/faults',
    handle: () => {
      parts.faults.clear()
      return answer([])
    },
  },
  {
    host: 'sim',
    method: 'GET',
    path: '/_sim/planted',
    handle: () => answer(parts.planted()),
  },
  {
    host: 'sim',
    method: 'GET',
    path: '/_sim/state',
    handle: () => answer(stateOf(parts)),
  },
]

const stateOf = ({ context, counts, faults }: ControlParts): object => {
  const { exchange } = context
  const markets = exchange.markets()
  const withStatus = (status: string): number =>
    markets.filter((market) => market.status === status).length
  return {
    simulated: true,
    now: exchange.now(),
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
