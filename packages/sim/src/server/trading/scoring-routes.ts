import { orderId } from '@bot/core'
import { z } from 'zod'
import { signedRoute } from '../auth/signed-route.js'
import type { Route } from '../http/route.js'
import { answer, refuse } from '../http/venue-answer.js'
import { jsonBody } from '../http/venue-request.js'
import type { ServerContext } from '../server-context.js'
import { isOrderId } from './order-id-text.js'

const ManyBody = z.array(z.string().refine(isOrderId))

/** Makes the routes that tell whether orders earn rewards. None do: no market here pays any. */
export const scoringRoutes = (context: ServerContext): readonly Route[] => [
  signedRoute(context, 'GET', '/order-scoring', (_, { query }) =>
    isOrderId(query.get('order_id') ?? '')
      ? answer({ scoring: false })
      : refuse(400, 'Invalid orderID'),
  ),
  signedRoute(context, 'POST', '/orders-scoring', (_, { body }) => {
    const parsed = ManyBody.safeParse(jsonBody(body))
    return parsed.success
      ? answer(Object.fromEntries(parsed.data.map((id) => [orderId(id), false])))
      : refuse(400, 'Invalid payload')
  }),
]
