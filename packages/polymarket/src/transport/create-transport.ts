import { BotError, type Clock, isBotError, messageOf, type TimeMs, withDeadline } from '@bot/core'
import { isFields } from '../wire/is-fields.js'
import { type Budget, type HttpMethod, POLYMARKET_BUDGETS, type RestHost } from './budgets.js'
import { createLimiter } from './create-limiter.js'
import { POLYMARKET_HOSTS, type PolymarketHosts } from './hosts.js'
import { readBody } from './read-body.js'
import { readSignerLimit, type SignerLimit } from './read-signer-limit.js'

/** A value of a query: left out when undefined, repeated when a list. */
export type QueryValue = string | number | boolean | readonly string[] | undefined

/** One request to one of the hosts. */
export type TransportRequest = Readonly<{
  host: RestHost
  path: string
  method?: HttpMethod
  query?: Readonly<Record<string, QueryValue>>
  headers?: Readonly<Record<string, string>>
  /** The exact bytes to send. */
  body?: string
  /** How many orders or ids the request carries, for the limits that count them; default 1. */
  items?: number
  timeoutMs?: number
  signal?: AbortSignal
}>

/** What came back, whatever its status. `body` is JSON, or text where an error page is none. */
export type TransportReply = Readonly<{
  status: number
  body: unknown
  /** What the venue asked to wait, from `Retry-After` or the body. */
  retryAfterMs?: number
  /** What is left of the signer's own bucket, where the venue says so. */
  signerLimit?: SignerLimit
}>

/** The one way to Polymarket's HTTP hosts: reads, orders and settlement share its budgets. */
export type Transport = Readonly<{
  /**
   * Sends one request once. Never retries: the caller knows whether that is safe.
   *
   * @throws BotError `rate-limited` with `sent: false` when our own budgets have no room in time,
   * `request-timed-out`, `request-failed` (network), `unexpected-response` (success that is not JSON, or too large)
   * or `aborted`. After the last four it may have taken effect unless `context.sent` is false.
   */
  send: (request: TransportRequest) => Promise<TransportReply>
}>

/** What the transport needs and may be told. */
export type TransportOptions = Readonly<{
  fetch: typeof globalThis.fetch
  clock: Clock
  hosts?: Partial<PolymarketHosts>
  budgets?: readonly Budget[]
  /** From sending to the last byte; default 10,000. */
  timeoutMs?: number
  /** Longest wait for our own budgets; default 10,000. */
  longestWaitMs?: number
  userAgent?: string
  /** Default 32 MiB. */
  maxBodyBytes?: number
}>

type Settings = Readonly<{
  fetch: typeof globalThis.fetch
  clock: Clock
  hosts: PolymarketHosts
  userAgent: string
  maxBodyBytes: number
}>

/** Makes the transport with its buckets; make one a process. */
export const createTransport = (options: TransportOptions): Transport => {
  const { fetch, clock, timeoutMs = 10_000, longestWaitMs = 10_000 } = options
  const { userAgent = 'bot-polymarket', maxBodyBytes = 32 * 1024 * 1024 } = options
  const hosts = { ...POLYMARKET_HOSTS, ...options.hosts }
  const limiter = createLimiter(clock, options.budgets ?? POLYMARKET_BUDGETS, longestWaitMs)
  const settings: Settings = { fetch, clock, hosts, userAgent, maxBodyBytes }
  return {
    send: async (request) => {
      const { host, path, method = 'GET', items = 1 } = request
      const signal = request.signal ?? new AbortController().signal
      if (signal.aborted) {
        throw new BotError('aborted', `The request to ${path} was aborted`, { path, sent: false })
      }
      const limited = { host, method, path, items, signer: request.headers?.['POLY_ADDRESS'] }
      await limiter.take(limited, signal)
      const deadline = { clock, timeoutMs: request.timeoutMs ?? timeoutMs, signal, path }
      const reply = await withDeadline(deadline, (own) => exchange(settings, request, own))
      if (reply.signerLimit !== undefined) limiter.learn(limited, reply.signerLimit)
      return reply
    },
  }
}

const exchange = async (
  settings: Settings,
  request: TransportRequest,
  signal: AbortSignal,
): Promise<TransportReply> => {
  const response = await settings
    .fetch(urlOf(settings.hosts, request), {
      method: request.method ?? 'GET',
      headers: headersOf(settings, request),
      ...(request.body !== undefined && { body: request.body }),
      // A redirect would carry signed headers to another host.
      redirect: 'error',
      signal,
    })
    .catch((cause: unknown) => {
      throw notReached(request, cause)
    })
  const text = await readBody(response, settings.maxBodyBytes).catch((cause: unknown) => {
    throw isBotError(cause) ? cause : notReached(request, cause)
  })
  return replyOf(response, text, request.path, settings.clock.now())
}

const headersOf = (settings: Settings, request: TransportRequest): Record<string, string> => ({
  accept: 'application/json',
  'user-agent': settings.userAgent,
  ...(request.body !== undefined && { 'content-type': 'application/json' }),
  ...request.headers,
})

const urlOf = (hosts: PolymarketHosts, request: TransportRequest): string => {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(request.query ?? {})) {
    const values = Array.isArray(value) ? value : value === undefined ? [] : [value]
    for (const one of values) query.append(name, String(one))
  }
  const text = query.size === 0 ? '' : `?${query}`
  return hosts[request.host].replace(/\/+$/, '') + request.path + text
}

const replyOf = (response: Response, text: string, path: string, now: TimeMs): TransportReply => {
  const { status } = response
  const body = parse(text, status < 400, path)
  const signerLimit = readSignerLimit(response.headers)
  const asked = readRetryAfter(response.headers.get('retry-after'), body, now)
  const reset = status === 429 ? signerLimit?.resetAt : undefined
  const retryAfterMs = asked ?? (reset === undefined ? undefined : Math.max(0, reset - now))
  return {
    ...{ status, body },
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    ...(signerLimit !== undefined && { signerLimit }),
  }
}

const parse = (text: string, strict: boolean, path: string): unknown => {
  try {
    return JSON.parse(text)
  } catch (cause) {
    if (!strict) return text
    const start = text.slice(0, 80)
    throw new BotError(
      'unexpected-response',
      `Expected JSON from ${path}, was ${JSON.stringify(start)}; try again later`,
      { path, start, length: text.length },
      cause,
    )
  }
}

/** `Retry-After` is seconds or a date; some answers say it in the body. */
const readRetryAfter = (header: string | null, body: unknown, now: TimeMs): number | undefined => {
  const inBody = isFields(body) ? body['retry_after_seconds'] : undefined
  const seconds = header === null ? inBody : Number(header)
  if (typeof seconds === 'number' && seconds >= 0) return Math.ceil(seconds * 1000)
  const date = Date.parse(header ?? '')
  return Number.isNaN(date) ? undefined : Math.max(0, date - now)
}

const notReached = (request: TransportRequest, cause: unknown): BotError => {
  const inner =
    cause instanceof Error && cause.cause !== undefined ? `: ${messageOf(cause.cause)}` : ''
  return new BotError(
    'request-failed',
    `Expected an answer from ${request.host}${request.path}, was ${messageOf(cause)}${inner}; check the network`,
    { host: request.host, path: request.path },
    cause,
  )
}
