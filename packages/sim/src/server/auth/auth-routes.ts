import type { Route } from '../http/route.js'
import { answer, refuse, type VenueAnswer } from '../http/venue-answer.js'
import type { VenueRequest } from '../http/venue-request.js'
import type { ServerContext } from '../server-context.js'
import type { ApiKey } from './api-keys.js'
import { checkClobAuth } from './clob-auth.js'
import { signedRoute } from './signed-route.js'

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
    handle: (request) =>
      withWallet(context, request, (_, address, nonce) => {
        const key = context.keys.derive(address, nonce)
        return key === undefined ? refuse(400, 'Could not derive api key!') : credentials(key)
      }),
  },
  signedRoute(context, 'GET', '/auth/api-keys', (key) =>
    answer({ apiKeys: context.keys.ofAddress(key.address).map((own) => own.apiKey) }),
  ),
  signedRoute(context, 'DELETE', '/auth/api-key', (key) => {
    context.keys.remove(key.apiKey)
    return answer('OK')
  }),
  signedRoute(context, 'GET', '/auth/ban-status/closed-only', () => answer({ closed_only: false })),
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
  const fits = await checkClobAuth(claim, context.rules.chainId)
  if (!fits) return refuse(401, 'Invalid L1 Request headers')
  return act(context, claim.address.toLowerCase(), claim.nonce)
}

const createKey = (context: ServerContext, address: string, nonce: string): VenueAnswer => {
  const key = context.keys.create(address, nonce)
  if (key === undefined) return refuse(400, 'Could not create api key')
  if (context.keys.isNew(address) && hasNothing(context, address)) {
    context.exchange.deposit(address, context.rules.faucet)
  }
  return credentials(key)
}

/** A wallet of a restored exchange keeps what it had and gets no second gift. */
const hasNothing = ({ exchange }: ServerContext, address: string): boolean => {
  const { cash, holdings } = exchange.balances(address)
  return cash === 0 && holdings.size === 0
}

const credentials = ({ apiKey, secret, passphrase }: ApiKey): VenueAnswer =>
  answer({ apiKey, secret, passphrase })
