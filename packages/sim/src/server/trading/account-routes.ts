import { marketId, orderId, timeMs, tokenId } from '@bot/core'
import type { SimOrder, SimTrade } from '../../exchange/sim-order.js'
import type { ApiKey } from '../auth/api-keys.js'
import { signedRoute } from '../auth/signed-route.js'
import { cursorPage } from '../clob/cursor-page.js'
import type { Route } from '../http/route.js'
import { answer, refuse, type VenueAnswer } from '../http/venue-answer.js'
import { integerParam, type VenueRequest } from '../http/venue-request.js'
import type { SignerLimits } from '../limits/signer-limits.js'
import type { ServerContext } from '../server-context.js'
import { wireOrder } from '../wire/wire-order.js'
import { wireTrade } from '../wire/wire-trade.js'
import { SPENDERS } from './contracts.js'

const PAGE = 100
/** What a wallet that approved everything allows. */
const UNLIMITED = String(2n ** 256n - 1n)

/** Makes the routes that read an account. */
export const accountRoutes = (context: ServerContext, limits: SignerLimits): readonly Route[] => {
  const get = (path: string, read: (key: ApiKey, request: VenueRequest) => VenueAnswer): Route =>
    signedRoute(context, 'GET', path, read)
  return [
    get('/data/order/:id', (key, { params }) =>
      answer(openOrder(context, key, params['id'] ?? '')),
    ),
    get('/data/orders', (key, request) => openOrders(context, key, request)),
    get('/data/trades', (key, request) => ownTrades(context, key, request)),
    get('/data/pre-migration-orders', (_, { query }) => cursorPage(query, [], PAGE, (row) => row)),
    get('/balance-allowance', (key, request) => balance(context, key, request)),
    get('/balance-allowance/update', (key, request) => balance(context, key, request)),
    get('/notifications', () => answer([])),
    get('/v1/user/rate-limit-tier', () => answer({ tier: limits.tier.name })),
  ]
}

/** Empty once the order is not open any more. */
const openOrder = (context: ServerContext, key: ApiKey, id: string): object | null => {
  const order = context.exchange.order(orderId(id))
  if (order === undefined || order.owner !== key.address || order.status !== 'live') return null
  return renderOrder(context, order)
}

const renderOrder = (context: ServerContext, order: SimOrder): object | null => {
  const market = context.exchange.market(order.market)
  return market === undefined ? null : wireOrder(context.names, market, order)
}

const openOrders = (context: ServerContext, key: ApiKey, { query }: VenueRequest): VenueAnswer => {
  const wants = { id: query.get('id'), market: query.get('market'), token: query.get('asset_id') }
  const orders = context.exchange
    .openOrders(key.address)
    .filter(
      (order) =>
        fits(wants.id, order.id) &&
        fits(wants.market, order.market) &&
        fits(wants.token, order.token),
    )
  return cursorPage(query, orders, PAGE, (order) => renderOrder(context, order))
}

const fits = (wanted: string | null, value: string): boolean =>
  wanted === null || wanted === '' || wanted === value

const ownTrades = (context: ServerContext, key: ApiKey, request: VenueRequest): VenueAnswer => {
  const { query } = request
  const before = integerParam(query, 'before', 0)
  const after = integerParam(query, 'after', 0)
  if (before === undefined || after === undefined) return refuse(400, 'invalid filters')
  const market = query.get('market')
  const maker = query.get('maker_address')?.toLowerCase()
  const trades = context.exchange
    .trades({
      owner: key.address,
      ...(market === null || market === '' ? {} : { market: marketId(market) }),
      ...(before === 0 ? {} : { before: timeMs(before * 1000) }),
      ...(after === 0 ? {} : { after: timeMs(after * 1000) }),
    })
    .filter((trade) => fits(query.get('id'), trade.id) && touches(trade, query.get('asset_id')))
    .filter((trade) => maker === undefined || isParty(context, trade, maker))
    .toReversed()
  return cursorPage(query, trades, PAGE, (trade) => renderTrade(context, trade, key.address))
}

const renderTrade = (context: ServerContext, trade: SimTrade, viewer: string): object | null => {
  const market = context.exchange.market(trade.market)
  return market === undefined ? null : wireTrade(context.names, market, trade, viewer)
}

const touches = (trade: SimTrade, token: string | null): boolean =>
  token === null ||
  token === '' ||
  trade.taker.token === token ||
  trade.makers.some((maker) => maker.token === token)

const isParty = (context: ServerContext, trade: SimTrade, address: string): boolean =>
  [trade.taker, ...trade.makers].some((party) => context.names.addressOf(party.owner) === address)

const balance = (context: ServerContext, key: ApiKey, { query }: VenueRequest): VenueAnswer => {
  const type = query.get('asset_type')
  const { cash, holdings } = context.exchange.balances(key.address)
  const allowances = Object.fromEntries(SPENDERS.map((spender) => [spender, UNLIMITED]))
  if (type === 'COLLATERAL') return answer({ balance: String(cash), allowances })
  const token = query.get('token_id')
  if (type !== 'CONDITIONAL' || token === null) return refuse(400, 'invalid asset_type')
  return answer({ balance: String(holdings.get(tokenId(token)) ?? 0), allowances })
}
