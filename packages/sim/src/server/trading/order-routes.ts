import type { ApiKey } from '../auth/api-keys.js'
import { signedRoute } from '../auth/signed-route.js'
import type { Route } from '../http/route.js'
import { answer, refuse, type VenueAnswer } from '../http/venue-answer.js'
import { jsonBody, type VenueRequest } from '../http/venue-request.js'
import type { SignerLimits } from '../limits/signer-limits.js'
import { type SubmitParts, submitOrder } from './submit-order.js'
import type { Submitted } from './submitted.js'
import { gate } from './trading-gate.js'

/** Makes the routes that place orders. */
export const orderRoutes = (parts: SubmitParts, limits: SignerLimits): readonly Route[] => {
  const route = (
    path: string,
    post: (key: ApiKey, request: VenueRequest) => VenueAnswer | Promise<VenueAnswer>,
  ): Route =>
    signedRoute(
      parts.context,
      'POST',
      path,
      (key, request) => gate(parts.context, 'place') ?? post(key, request),
      { order: true },
    )
  return [
    route('/order', ({ address, ...key }, { at, body }) =>
      limits.spend({ address, bucket: 'order', cost: 1, at }, async () =>
        single(await submitOrder(parts, { address, ...key }, jsonBody(body))),
      ),
    ),
    route('/orders', (key, request) => postBatch(parts, limits, key, request)),
  ]
}

const postBatch = (
  parts: SubmitParts,
  limits: SignerLimits,
  key: ApiKey,
  { body, at }: VenueRequest,
): VenueAnswer | Promise<VenueAnswer> => {
  const orders = jsonBody(body)
  if (!Array.isArray(orders) || orders.length === 0) return refuse(400, 'Invalid order payload')
  const most = parts.context.rules.batchOrders
  if (orders.length > most) {
    return refuse(400, `Too many orders in payload: ${orders.length}, max allowed: ${most}`)
  }
  const cost = orders.length
  return limits.spend({ address: key.address, bucket: 'order', cost, at }, async () => {
    const legs: object[] = []
    // One after the other: the first of two orders for the same money gets it.
    for (const order of orders) legs.push(leg(await submitOrder(parts, key, order)))
    return answer(legs)
  })
}

const single = (submitted: Submitted): VenueAnswer =>
  submitted.taken ? answer(submitted.body) : submitted.answer

/** A refused leg of a batch says success, without an id and with the reason. */
const leg = (submitted: Submitted): object =>
  submitted.taken
    ? submitted.body
    : {
        errorMsg: submitted.error,
        orderID: '',
        takingAmount: '',
        makingAmount: '',
        status: '',
        success: true,
      }
