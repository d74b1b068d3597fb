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
  /** From sending to the last byte; default 8,000. */
  timeoutMs?: number
  /** Texts that no error may show. */
  secrets?: readonly string[]
}>

/** What came back. */
export type JsonReply = Readonly<{ body: unknown; headers: Headers }>
/** Reads JSON from one host, each request once. */
export type JsonReader = (
  path: string,
  query: Readonly<Record<string, string>>,
  signal?: AbortSignal,
) => Promise<JsonReply>

const MOST_BYTES = 16 * 1024 * 1024
const SHOWN = 200

/**
 * Makes a reader. It never retries.
 *
 * The reader throws BotError `rate-limited` (429, with `retryAfterMs` where it was given), `request-failed`
 * (network, 5xx), `request-refused` (other 4xx), `request-timed-out`, `unexpected-response` (no JSON, too large) or
 * `aborted`; none of them shows a secret.
 *
 * @throws BotError `invalid-config` for a base that is no http URL.
 */
export const createJsonReader = (options: JsonReaderOptions): JsonReader => {
  const base = options.baseUrl.replace(/\/+$/, '')
  const hide = createHider(options.secrets ?? [])
  if (!/^https?:\/\/[^\s/]+/.test(base) || !URL.canParse(base)) {
    throw new BotError('invalid-config', `Expected an http(s) URL, was ${hide.text(base)}`)
  }
  const { clock, timeoutMs = 8_000 } = options
  return async (path, query, signal = new AbortController().signal) => {
    const asked = new URLSearchParams(query).toString()
    const url = `${base}${path}${asked === '' ? '' : '?'}${asked}`
    const exchange = async (own: AbortSignal): Promise<JsonReply> => {
      const response = await options.fetch(url, {
        headers: { accept: 'application/json', 'user-agent': 'bot-sports' },
        // A redirect would carry the key to another host.
        redirect: 'error',
        signal: own,
      })
      const text = await readBody(response, MOST_BYTES)
      if (response.status >= 400) throw refusalOf(response, hide.text(text), path)
      return { body: parse(hide.text, text, path), headers: response.headers }
    }
    return withDeadline({ clock, timeoutMs, signal, path }, exchange).catch((thrown: unknown) => {
      throw isBotError(thrown) ? withoutSecret(thrown, hide) : notReached(thrown, path, hide)
    })
  }
}

type Hider = Readonly<{ text: (text: string) => string; cause: (thrown: unknown) => unknown }>

/** Takes secrets out of texts; a thrown value that holds one is replaced by its message alone. */
const createHider = (secrets: readonly string[]): Hider => {
  const forms = secrets.flatMap((secret) => {
    const inQuery = new URLSearchParams({ '': secret }).toString().slice(1)
    return [secret, encodeURIComponent(secret), inQuery]
  })
  const text = (value: string): string =>
    forms.reduce((hidden, form) => hidden.replaceAll(form, '[hidden]'), value)
  const holds = (thrown: unknown): boolean => {
    if (!(thrown instanceof Error)) return text(String(thrown)) !== String(thrown)
    const own = `${thrown.message}\n${thrown.stack ?? ''}`
    return text(own) !== own || (thrown.cause !== undefined && holds(thrown.cause))
  }
  return { text, cause: (thrown) => (holds(thrown) ? new Error(text(messageOf(thrown))) : thrown) }
}

/** A deadline's cause may be whatever the caller aborted with, or a network error that names the URL. */
const withoutSecret = (error: BotError, hide: Hider): BotError =>
  error.cause === undefined || hide.cause(error.cause) === error.cause
    ? error
    : new BotError(error.code, error.message, error.context, hide.cause(error.cause))

const parse = (hide: Hider['text'], text: string, path: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    const start = hide(text).slice(0, 80)
    throw new BotError(
      'unexpected-response',
      `Expected JSON from ${path}, was ${JSON.stringify(start)}; try again later`,
      { path, start, length: text.length },
    )
  }
}

const notReached = (thrown: unknown, path: string, hide: Hider): BotError => {
  const inner = thrown instanceof Error && thrown.cause !== undefined ? thrown.cause : undefined
  const said = inner === undefined ? messageOf(thrown) : `${messageOf(thrown)}: ${messageOf(inner)}`
  return new BotError(
    'request-failed',
    `Expected an answer from ${path}, was ${hide.text(said)}; check the network`,
    { path },
    hide.cause(thrown),
  )
}

const refusalOf = (response: Response, text: string, path: string): BotError => {
  const { status } = response
  const said = text.slice(0, SHOWN)
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
