import { messageOf } from '@bot/core'
import type { Fault } from '../faults/fault.js'
import type { FaultBook } from '../faults/fault-book.js'
import type { FaultKind } from '../faults/fault-kinds.js'
import type { NetworkLimits } from '../limits/network-limits.js'
import type { ServerContext } from '../server-context.js'
import type { AnswerSink } from './answer-sink.js'
import type { IncomingRequest } from './incoming-request.js'
import type { Route } from './route.js'
import type { FoundRoute } from './route-table.js'
import { refuse, type VenueAnswer } from './venue-answer.js'
import type { VenueRequest } from './venue-request.js'
import { type Later, writeAnswer } from './write-answer.js'

/** What serving a request needs. */
export type Serving = Readonly<{
  context: ServerContext
  faults: FaultBook
  limits: NetworkLimits
  /** Brings the exchange's time up to now. */
  catchUp: () => void
  later: Later
}>

/** Serves one request: faults before, limits, the handler, faults after. */
export const serveRoute = async (
  serving: Serving,
  found: FoundRoute,
  request: IncomingRequest,
  sink: AnswerSink,
): Promise<void> => {
  const { later } = serving
  const fault = strikingFault(serving.faults, found.route, venuePath(found.route, request.target))
  if (fault?.kind === 'no-answer' || fault?.kind === 'half-open') return
  if (fault?.kind === 'reset') {
    sink.cut()
    return
  }
  if (fault?.kind === 'late-effect') {
    later(fault.delayMs ?? DELAY_MS, () => void handle(serving, found, request))
    sink.cut()
    return
  }
  const early = fault === undefined ? undefined : refusalOf(fault)
  const given = early ?? (await handle(serving, found, request))
  if (fault?.kind === 'lost-answer') sink.cut()
  else if (fault?.kind === 'stall') {
    later(fault.delayMs ?? DELAY_MS, () => writeAnswer(sink, given, later))
  } else {
    const shown = fault?.kind === 'server-error-after' ? serverError(fault) : given
    writeAnswer(sink, shown, later, fault)
  }
}

const DELAY_MS = 5_000

const REQUEST_FAULTS: readonly FaultKind[] = [
  'reset',
  'no-answer',
  'half-open',
  'stall',
  'late-effect',
  'slow-body',
  'truncated-body',
  'wrong-json',
  'rate-limited',
  'server-error',
  'server-error-after',
  'lost-answer',
  'engine-restarting',
  'post-only-mode',
]

/** A fault of the order routes comes before one of the whole CLOB. */
const strikingFault = (faults: FaultBook, route: Route, path: string): Fault | undefined => {
  if (route.host === 'sim') return undefined
  const own = route.order === true ? faults.take(['order'], REQUEST_FAULTS, { path }) : undefined
  return own ?? faults.take([route.host], REQUEST_FAULTS, { path })
}

/** The refusals that come before anything takes effect. */
const refusalOf = (fault: Fault): VenueAnswer | undefined => {
  const retry = fault.retryAfterSeconds
  const headers = retry === undefined ? {} : { headers: { 'retry-after': String(retry) } }
  switch (fault.kind) {
    case 'rate-limited':
      return { ...refuse(429, 'Too Many Requests', retryField(retry)), ...headers }
    case 'server-error':
      return { ...serverError(fault), ...headers }
    case 'engine-restarting':
      return refuse(425, 'matching engine is restarting')
    case 'post-only-mode':
      return {
        ...refuse(503, 'the exchange is in post-only mode', {
          code: 'post_only_mode',
          ...retryField(retry),
        }),
        ...headers,
      }
    default:
      return undefined
  }
}

const retryField = (seconds: number | undefined): object =>
  seconds === undefined ? {} : { retry_after_seconds: seconds }

const serverError = (fault: Fault): VenueAnswer =>
  refuse(fault.status ?? 500, 'could not insert order')

const handle = async (
  serving: Serving,
  { route, params }: FoundRoute,
  request: IncomingRequest,
): Promise<VenueAnswer> => {
  try {
    serving.catchUp()
    const asked = toVenueRequest(serving, request, route, params)
    return (await serving.limits.check(route, asked)) ?? (await route.handle(asked))
  } catch (cause) {
    serving.context.log('A route failed', { target: request.target, cause: messageOf(cause) })
    return refuse(500, 'Internal server error')
  }
}

const toVenueRequest = (
  { context }: Serving,
  { target, ...request }: IncomingRequest,
  route: Route,
  params: FoundRoute['params'],
): VenueRequest => {
  const url = new URL(target, 'http://venue')
  return {
    ...request,
    path: venuePath(route, target),
    params,
    query: url.searchParams,
    at: context.exchange.now(),
  }
}

/** The real hosts have no prefix, and signatures cover the path as they know it. */
const venuePath = ({ host }: Route, target: string): string => {
  const path = target.replace(/\?.*$/, '')
  return host === 'sim' ? path : path.slice(host.length + 1)
}
