import type { RestHost } from './budgets.js'
import type { QueryValue, Transport, TransportRequest } from './create-transport.js'
import { readJson, readJsonOrAbsent } from './read-json.js'

/** A query as {@link TransportRequest} takes it. */
export type Query = Readonly<Record<string, QueryValue>>

/** GET requests to one host. */
export type Getter = Readonly<{
  /** Reads JSON; throws as `readJson` does. */
  get: (path: string, query?: Query, signal?: AbortSignal) => Promise<unknown>
  /** As `get`, but `undefined` for a 404. */
  getOrAbsent: (path: string, query?: Query, signal?: AbortSignal) => Promise<unknown>
}>

/** Makes GET requests to one host over the shared transport. */
export const createGetter = (transport: Transport, host: RestHost): Getter => {
  const request = (path: string, query: Query = {}, signal?: AbortSignal): TransportRequest => ({
    host,
    path,
    query,
    ...(signal !== undefined && { signal }),
  })
  return {
    get: (path, query, signal) => readJson(transport, request(path, query, signal)),
    getOrAbsent: (path, query, signal) => readJsonOrAbsent(transport, request(path, query, signal)),
  }
}
