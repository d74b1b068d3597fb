import { refuse, type VenueAnswer } from '../http/venue-answer.js'
import type { VenueRequest } from '../http/venue-request.js'
import type { ServerContext } from '../server-context.js'
import type { ApiKey } from './api-keys.js'
import { checkHmac } from './hmac.js'
import { isTimely } from './timely.js'

/** Finds who signed a request with an L2 signature, or the venue's refusal. */
export const authenticate = (
  context: ServerContext,
  request: VenueRequest,
): ApiKey | VenueAnswer => {
  const { headers, method, path, body } = request
  const key = context.keys.find(headers['poly_api_key'] ?? '')
  const timestamp = headers['poly_timestamp'] ?? ''
  const fits =
    key !== undefined &&
    key.passphrase === headers['poly_passphrase'] &&
    key.address === headers['poly_address']?.toLowerCase() &&
    isTimely(context, timestamp) &&
    checkHmac(key.secret, { timestamp, method, path, body }, headers['poly_signature'] ?? '')
  return fits ? key : refuse(401, 'Unauthorized/Invalid api key')
}
