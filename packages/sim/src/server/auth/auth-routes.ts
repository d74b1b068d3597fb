import type { Route } from '../http/route.js'
import { answer, refuse, type VenueAnswer } from '../http/venue-answer.js'
import type { VenueRequest } from '../http/venue-request.js'
import type { ServerContext } from '../server-context.js'
import type { ApiKey } from './api-keys.js'
import { checkClobAuth } from './clob-auth.js'
import { extraKeyRoutes } from './extra-key-routes.js'
import { giveFaucet } from './faucet.js'
import { signedRoute } from './signed-route.js'
import { isTimely } from './timely.js'
import { walletOwnerRoutes } from './wallet-owner-routes.js'

/** Makes the routes that give out API keys. A wallet's first key comes with money to trade with. */
export const authRoutes = (context: ServerContext): readonly Route[] => [
  {
    host: 'clob',
    method: 'POST',
    path: '/auth/api-key',
    handle: (request) => withWallet(context, request, createKey),
  },
  {
    host: 'clob',
    method: 'GET',
    path: '/auth/derive-api-key',
    handle: (request) => withWallet(context, request, deriveKey),
  },
  signedRoute(context, 'GET', '/auth/api-keys', (key) =>
    answer({ apiKeys: context.keys.ofAddress(key.address).map((own) => own.apiKey) }),
  ),
  signedRoute(context, 'DELETE', '/auth/api-key', (key) => {
    context.keys.remove(key.apiKey)
    return answer('OK')
  }),
  signedRoute(context, 'GET', '/auth/ban-status/closed-only', (key) =>
    answer({ closed_only: context.standing.of(key.address) === 'closed-only' }),
  ),
  ...extraKeyRoutes(context),
  ...walletOwnerRoutes(context),
]

const withWallet = async (
  context: ServerContext,
  { headers }: VenueRequest,
  act: (context: ServerContext, address: string, nonce: string) => VenueAnswer,
): Promise<VenueAnswer> => {
  const claim = {
    address: headers['poly_address'] ?? '',
    signature: headers['poly_signature'] ?? '',
    timestamp: headers['poly_timestamp'] ?? '',
    nonce: headers['poly_nonce'] ?? '0',
  }
  const fits =
    isTimely(context, claim.timestamp) && (await checkClobAuth(claim, context.rules.chainId))
  if (!fits) return refuse(401, 'Invalid L1 Request headers')
  return act(context, claim.address.toLowerCase(), claim.nonce)
}

const createKey = (context: ServerContext, address: string, nonce: string): VenueAnswer => {
  const key = context.keys.create(address, nonce)
  if (key === undefined) return refuse(400, 'Could not create api key')
  giveFaucet(context, address)
  return credentials(key)
}

const deriveKey = (context: ServerContext, address: string, nonce: string): VenueAnswer => {
  const key = context.keys.derive(address, nonce)
  return key === undefined ? refuse(400, 'Could not derive api key!') : credentials(key)
}

const credentials = ({ apiKey, secret, passphrase }: ApiKey): VenueAnswer =>
  answer({ apiKey, secret, passphrase })
