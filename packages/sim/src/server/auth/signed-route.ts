import type { Host, Route } from '../http/route.js'
import { isAnswer, type VenueAnswer } from '../http/venue-answer.js'
import type { VenueRequest } from '../http/venue-request.js'
import type { ServerContext } from '../server-context.js'
import type { ApiKey } from './api-keys.js'
import { authenticate } from './authenticate.js'

/** Makes a route that only an L2 signature opens. */
export const signedRoute = (
  context: ServerContext,
  method: Route['method'],
  path: string,
  handle: (key: ApiKey, request: VenueRequest) => VenueAnswer | Promise<VenueAnswer>,
  more: Readonly<{ host?: Host; order?: boolean }> = {},
): Route => ({
  host: 'clob',
  ...more,
  method,
  path,
  handle: (request) => {
    const key = authenticate(context, request)
    return isAnswer(key) ? key : handle(key, request)
  },
})
