import { orderId } from '@bot/core'
import type { SimOrder } from '../../exchange/sim-order.js'
import type { ApiKey } from '../auth/api-keys.js'
import { signedRoute } from '../auth/signed-route.js'
import { cursorPage } from '../clob/cursor-page.js'
import type { Route } from '../http/route.js'
import { answer, refuse, type VenueAnswer } from '../http/venue-answer.js'
import type { VenueRequest } from '../http/venue-request.js'
import type { SignerLimits } from '../limits/signer-limits.js'
import type { ServerContext } from '../server-context.js'
import { wireOrder } from '../wire/wire-order.js'
import { accountsOf, openOrdersOf } from './key-accounts.js'
import { isOrderId } from './order-id-text.js'
import { ownTrades } from './own-trades.js'

const PAGE = 100

/** What reading an account works with. */
export type AccountParts = Readonly<{
  context: ServerContext
  limits: SignerLimits
}>

/** Makes the routes that read an account. */
export const accountRoutes = (parts: AccountParts): readonly Route[] => {
  const { context, limits } = parts
  const get = (path: string, read: (key: ApiKey, request: VenueRequest) => VenueAnswer): Route =>
    signedRoute(context, 'GET', path, read)
  const one = (key: ApiKey, { params }: VenueRequest): VenueAnswer =>
    findOrder(context, key, params['id'] ?? '')
  return [
    get('/data/order/:id', one),
    get('/order/:id', one),
    get('/data/orders', (key, request) => openOrders(context, key, request)),
    get('/data/trades', (key, request) => ownTrades(context, key, request)),
    get('/data/pre-migration-orders', (_, { query }) => cursorPage(query, [], PAGE, (row) => row)),
    get('/v1/user/rate-limit-tier', ({ address }) => {
      const { name, order, cancel } = limits.tierOf(address)
      return answer({ tier: name.toLowerCase(), order, cancel })
    }),
    get('/v1/user/session-signers', ({ address }) => {
      const wallet = context.wallets.of(address).find(({ kind }) => kind === 'deposit')
      return answer({ wallet: wallet?.address ?? address, signers: [] })
    }),
  ]
}

/** Empty once the order is not open any more. */
const findOrder = (context: ServerContext, { address }: ApiKey, text: string): VenueAnswer => {
  if (!isOrderId(text)) return refuse(400, 'Invalid orderID')
  const id = orderId(text)
  const order = context.exchange.order(id)
  if (order === undefined || !accountsOf(context, address).includes(order.owner))
    return answer(null)
  return answer(order.status === 'live' ? renderOrder(context, order) : null)
}

const renderOrder = (context: ServerContext, order: SimOrder): object | null => {
  const market = context.exchange.market(order.market)
  return market === undefined ? null : wireOrder(context.names, market, order)
}

const openOrders = (
  context: ServerContext,
  { address }: ApiKey,
  { query }: VenueRequest,
): VenueAnswer => {
  const wants = { id: query.get('id'), market: query.get('market'), token: query.get('asset_id') }
  const orders = openOrdersOf(context, address).filter(
    (order) =>
      fits(wants.id, order.id) &&
      fits(wants.market, order.market) &&
      fits(wants.token, order.token),
  )
  return cursorPage(query, orders, PAGE, (order) => renderOrder(context, order))
}

const fits = (wanted: string | null, value: string): boolean =>
  wanted === null || wanted === '' || wanted === value
