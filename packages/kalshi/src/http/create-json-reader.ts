import {
  BotError,
  type Clock,
  type ErrorCode,
  isBotError,
  messageOf,
  withDeadline,
} from '@bot/core'
import { readBody } from './read-body.js'

/** What a reader needs and may be told. */
export type JsonReaderOptions = Readonly<{
  fetch: typeof globalThis.fetch
  clock: Clock
  /** Paths are appended to it. */
  baseUrl: string
  /** From sending to the last byte; default 10,000. */
  timeoutMs?: number
}>

/** A query; what is undefined is left out. */
export type Query = Readonly<Record<string, string | number | boolean | undefined>>
/** Reads JSON from one host, each request once. */
export type JsonReader = (path: string, query: Query, signal?: AbortSignal) => Promise<unknown>

const MOST_BYTES = 32 * 1024 * 1024

/**
 * Makes a reader. It never retries.
 *
 * The reader throws BotError `rate-limited` (429, with `retryAfterMs` where it was given), `request-failed`
 * (network, 5xx), `request-refused` (other 4xx), `request-timed-out`, `unexpected-response` or `aborted`.
 *
 * @throws BotError `invalid-config` for a base that is no http URL.
 */
export const createJsonReader = (options: JsonReaderOptions): JsonReader => {
  const base = options.baseUrl.replace(/\/+$/, '')
  if (!/^https?:\/\/[^\s/]+/.test(base) || !URL.canParse(base)) {
    throw new BotError('invalid-config', `Expected an http(s) URL, was ${base}`, { baseUrl: base })
  }
  const { clock, timeoutMs = 10_000 } = options
  return (path, query, signal = new AbortController().signal) => {
    const exchange = async (own: AbortSignal): Promise<unknown> => {
      const response = await options.fetch(`${base}${path}${textOf(query)}`, {
        headers: { accept: 'application/json', 'user-agent': 'bot-kalshi' },
        signal: own,
      })
      const text = await readBody(response, MOST_BYTES)
      if (response.status >= 400) throw refusalOf(response, text, path)
      return parse(text, path)
    }
    return withDeadline({ clock, timeoutMs, signal, path }, exchange).catch((thrown: unknown) => {
      throw isBotError(thrown) ? thrown : notReached(thrown, path)
    })
  }
}

const textOf = (query: Query): string => {
  const given = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) given.set(name, String(value))
  }
  return given.size === 0 ? '' : `?${given}`
}

const parse = (text: string, path: string): unknown => {
  try {
    return JSON.parse(text)
  } catch (cause) {
    const start = text.slice(0, 80)
    throw new BotError(
      'unexpected-response',
      `Expected JSON from ${path}, was ${JSON.stringify(start)}; try again later`,
      { path, start, length: text.length },
      cause,
    )
  }
}

const notReached = (thrown: unknown, path: string): BotError => {
  const inner = thrown instanceof Error && thrown.cause !== undefined ? thrown.cause : undefined
  const said = inner === undefined ? messageOf(thrown) : `${messageOf(thrown)}: ${messageOf(inner)}`
  return new BotError(
    'request-failed',
    `Expected an answer from ${path}, was ${said}; check the network`,
    { path },
    thrown,
  )
}

const refusalOf = (response: Response, text: string, path: string): BotError => {
  const { status } = response
  const said = text.slice(0, 200)
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN)
  return new BotError(
    codeOf(status),
    `Expected success from ${path}, was status ${status}: ${said}`,
    { path, status, said, ...(seconds >= 0 && { retryAfterMs: Math.ceil(seconds * 1_000) }) },
  )
}

const codeOf = (status: number): ErrorCode => {
  if (status === 429) return 'rate-limited'
  return status >= 500 || status === 425 ? 'request-failed' : 'request-refused'
}
