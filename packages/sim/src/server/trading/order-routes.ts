import type { ApiKey } from '../auth/api-keys.js'
import { signedRoute } from '../auth/signed-route.js'
import type { Route } from '../http/route.js'
import { answer, refuse, type VenueAnswer } from '../http/venue-answer.js'
import { jsonBody, type VenueRequest } from '../http/venue-request.js'
import type { SignerLimits } from '../limits/signer-limits.js'
import { type SubmitParts, type Submitted, submitOrder } from './submit-order.js'

const MAX_BATCH = 15

/** Makes the routes that place orders. */
export const orderRoutes = (parts: SubmitParts, limits: SignerLimits): readonly Route[] => [
  signedRoute(
    parts.context,
    'POST',
    '/order',
    (key, request) => {
      const spending = { address: key.address, bucket: 'order', cost: 1, at: request.at } as const
      return limits.spend(spending, async () =>
        single(await submitOrder(parts, key, jsonBody(request.body))),
      )
    },
    { order: true },
  ),
  signedRoute(
    parts.context,
    'POST',
    '/orders',
    (key, request) => postBatch(parts, limits, key, request),
    { order: true },
  ),
]

const postBatch = (
  parts: SubmitParts,
  limits: SignerLimits,
  key: ApiKey,
  request: VenueRequest,
): VenueAnswer | Promise<VenueAnswer> => {
  const orders = jsonBody(request.body)
  if (!Array.isArray(orders)) return refuse(400, 'Invalid order payload')
  if (orders.length > MAX_BATCH) {
    const text = `Too many orders in payload: ${orders.length}, max allowed: ${MAX_BATCH}`
    return refuse(400, text)
  }
  const cost = orders.length
  return limits.spend({ address: key.address, bucket: 'order', cost, at: request.at }, async () => {
    const legs: object[] = []
    // One after the other: the first of two orders for the same money gets it.
    for (const order of orders) legs.push(leg(await submitOrder(parts, key, order)))
    return answer(legs)
  })
}

const single = (submitted: Submitted): VenueAnswer => {
  if (submitted.taken) return answer(submitted.body)
  const { status, error, code } = submitted
  return refuse(status, error, code === undefined ? {} : { code })
}

/** A refused leg of a batch says success, without an id and with the reason. */
const leg = (submitted: Submitted): object =>
  submitted.taken
    ? submitted.body
    : {
        success: true,
        errorMsg: submitted.error,
        orderID: '',
        status: '',
        makingAmount: '',
        takingAmount: '',
      }
