import type { VenueAnswer } from './venue-answer.js'
import type { VenueRequest } from './venue-request.js'

/** The host that a route belongs to; `sim` is ours alone and carries no faults. */
export type Host = 'gamma' | 'clob' | 'data' | 'sim'

/** One route of one host. `order` marks the routes that place or cancel orders, which faults can name. */
export type Route = Readonly<{
  host: Host
  method: 'GET' | 'POST' | 'DELETE'
  path: string
  order?: boolean
  handle: (request: VenueRequest) => VenueAnswer | Promise<VenueAnswer>
}>
