import { type Clock, messageOf } from '@bot/core'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Fault, FaultKind, FaultScope } from '../faults/fault.js'
import type { FaultBook } from '../faults/fault-book.js'
import type { NetworkLimits } from '../limits/network-limits.js'
import type { ServerContext } from '../server-context.js'
import type { Route } from './route.js'
import { refuse, type VenueAnswer } from './venue-answer.js'
import type { VenueRequest } from './venue-request.js'
import { cutConnection, writeAnswer } from './write-answer.js'

/** What serving a request needs. */
export type Serving = Readonly<{
  context: ServerContext
  clock: Clock
  faults: FaultBook
  limits: NetworkLimits
  /** Brings the exchange's time up to now. */
  catchUp: () => void
  /** Runs a task after a delay, unless the server is closed by then. */
  later: (delayMs: number, task: () => void) => void
}>

/** Serves one request: faults before, limits, the handler, faults after. */
export const serveRoute = async (
  serving: Serving,
  route: Route,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> => {
  reply.hijack()
  const fault = strikingFault(serving.faults, route)
  if (fault?.kind === 'no-answer') return
  const { socket } = request.raw
  if (fault?.kind === 'reset') {
    cutConnection(socket)
    return
  }
  if (fault?.kind === 'late-effect') {
    serving.later(fault.delayMs ?? DELAY_MS, () => void handle(serving, route, request))
    cutConnection(socket)
    return
  }
  const early = fault === undefined ? undefined : refusalOf(fault)
  const given = early ?? (await handle(serving, route, request))
  if (fault?.kind === 'lost-answer') cutConnection(socket)
  else if (fault?.kind === 'stall') {
    serving.later(fault.delayMs ?? DELAY_MS, () => writeAnswer(reply.raw, given, serving.clock))
  } else {
    const shown = fault?.kind === 'server-error-after' ? serverError(fault) : given
    writeAnswer(reply.raw, shown, serving.clock, fault)
  }
}

const DELAY_MS = 5_000

const REQUEST_FAULTS: readonly FaultKind[] = [
  'reset',
  'no-answer',
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
const strikingFault = (faults: FaultBook, route: Route): Fault | undefined => {
  if (route.host === 'sim') return undefined
  const scopes: readonly FaultScope[] = route.order === true ? ['order', route.host] : [route.host]
  for (const scope of scopes) {
    const fault = faults.take(scope, REQUEST_FAULTS)
    if (fault !== undefined) return fault
  }
  return undefined
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
  route: Route,
  request: FastifyRequest,
): Promise<VenueAnswer> => {
  try {
    serving.catchUp()
    const asked = toVenueRequest(serving, request, route)
    return serving.limits.check(route, asked) ?? (await route.handle(asked))
  } catch (cause) {
    serving.context.log('A route failed', { url: request.url, cause: messageOf(cause) })
    return refuse(500, 'Internal server error')
  }
}

const toVenueRequest = (
  { context }: Serving,
  request: FastifyRequest,
  route: Route,
): VenueRequest => {
  const url = new URL(request.url, 'http://venue')
  return {
    method: request.method,
    // The real hosts have no prefix, and signatures cover the path as they know it.
    path: route.host === 'sim' ? url.pathname : url.pathname.slice(route.host.length + 1),
    params: request.params as Record<string, string>,
    query: url.searchParams,
    body: typeof request.body === 'string' ? request.body : '',
    headers: request.headers as Record<string, string | undefined>,
    remote: request.ip,
    at: context.exchange.now(),
  }
}
