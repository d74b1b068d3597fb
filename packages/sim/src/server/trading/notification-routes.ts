import { signedRoute } from '../auth/signed-route.js'
import type { Route } from '../http/route.js'
import { answer, refuse } from '../http/venue-answer.js'
import { listParam } from '../http/venue-request.js'
import type { ServerContext } from '../server-context.js'
import type { Notifications } from './notifications.js'

/** Makes the routes that show and drop notifications; without ids, all go. */
export const notificationRoutes = (
  context: ServerContext,
  notifications: Notifications,
): readonly Route[] => [
  signedRoute(context, 'GET', '/notifications', ({ address }) => answer(notifications.of(address))),
  signedRoute(context, 'DELETE', '/notifications', ({ address }, { query }) => {
    const ids = listParam(query, 'ids')
    if (!ids.every((id) => /^\d{1,12}$/.test(id))) return refuse(400, 'Invalid notification ids')
    notifications.drop(address, ids.length === 0 ? 'all' : ids.map(Number))
    return answer('OK')
  }),
]
