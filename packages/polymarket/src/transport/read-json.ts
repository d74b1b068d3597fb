import { BotError, type ErrorCode } from '@bot/core'
import type { Transport, TransportReply, TransportRequest } from './create-transport.js'

/**
 * Reads JSON, once.
 *
 * @throws BotError what {@link Transport} throws, and for a status of 400 or more `rate-limited` (429, with
 * `retryAfterMs` where the venue gave it), `request-failed` (425, 5xx) or `request-refused`, with `status`.
 */
export const readJson = async (
  transport: Transport,
  request: TransportRequest,
): Promise<unknown> => {
  const reply = await transport.send(request)
  if (reply.status < 400) return reply.body
  throw refusalOf(reply, request.path)
}

/** As {@link readJson}, but `undefined` when the venue answers 404: it does not know what was asked for. */
export const readJsonOrAbsent = async (
  transport: Transport,
  request: TransportRequest,
): Promise<unknown> => {
  const reply = await transport.send(request)
  if (reply.status === 404) return undefined
  if (reply.status < 400) return reply.body
  throw refusalOf(reply, request.path)
}

/** Names a reply of status 400 or more as an error. */
export const refusalOf = (reply: TransportReply, path: string): BotError => {
  const { status, retryAfterMs } = reply
  const said = messageIn(reply.body)
  return new BotError(
    codeOf(status),
    `Expected success from ${path}, was status ${status}: ${said}`,
    { path, status, said, ...(retryAfterMs !== undefined && { retryAfterMs }) },
  )
}

const codeOf = (status: number): ErrorCode => {
  if (status === 429) return 'rate-limited'
  return status >= 500 || status === 425 ? 'request-failed' : 'request-refused'
}

const messageIn = (body: unknown): string => {
  const { error, errorMsg } = (typeof body === 'object' && body !== null ? body : {}) as {
    error?: unknown
    errorMsg?: unknown
  }
  const said = error ?? errorMsg ?? body
  return (typeof said === 'string' ? said : (JSON.stringify(said) ?? '')).slice(0, 200)
}
