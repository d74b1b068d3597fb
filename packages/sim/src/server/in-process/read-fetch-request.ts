import type { IncomingRequest } from '../http/incoming-request.js'

/** A request for the venue, where it goes, and what may call it off. */
export type FetchRequest = Readonly<{
  url: URL
  signal: AbortSignal | undefined
  request: IncomingRequest
}>

/**
 * Reads what `fetch` was called with.
 *
 * @throws TypeError as `fetch` does, for what is no request
 */
export const readFetchRequest = async (
  input: Parameters<typeof globalThis.fetch>[0],
  init: RequestInit = {},
): Promise<FetchRequest> => {
  const base = input instanceof Request ? input : undefined
  const url = new URL(base?.url ?? String(input))
  const headers = new Headers(init.headers ?? base?.headers)
  if (!headers.has('user-agent')) headers.set('user-agent', 'node')
  headers.set('host', url.host)
  const method = (init.method ?? base?.method ?? 'GET').toUpperCase()
  return {
    url,
    signal: init.signal ?? base?.signal,
    request: {
      method,
      target: `${url.pathname}${url.search}`,
      headers: Object.fromEntries(headers),
      body: await bodyText(init.body ?? undefined, base),
      remote: '127.0.0.1',
    },
  }
}

const bodyText = async (
  body: NonNullable<RequestInit['body']> | undefined,
  base: Request | undefined,
): Promise<string> => {
  if (body === undefined) return base === undefined ? '' : await base.clone().text()
  return typeof body === 'string' ? body : await new Response(body).text()
}
