import { marketId, PRICE_ONE, tokenId } from '@bot/core'
import type { SimMarket } from '../../exchange/sim-market.js'
import type { Route } from '../http/route.js'
import { answer, refuse, type VenueAnswer } from '../http/venue-answer.js'
import type { VenueRequest } from '../http/venue-request.js'
import type { ServerContext } from '../server-context.js'
import { clobMarket, compactMarket, legacyFee, simplifiedMarket } from './clob-market.js'
import { cursorPage } from './cursor-page.js'
import { isTokenId, notAToken } from './find-book.js'

const PAGE = 1000

/** Makes the public routes about the server and its markets. */
export const marketRoutes = (context: ServerContext): readonly Route[] => {
  const get = (path: string, handle: (request: VenueRequest) => VenueAnswer): Route => ({
    host: 'clob',
    method: 'GET',
    path,
    handle,
  })
  const all = (): readonly SimMarket[] =>
    context.exchange.markets().filter((market) => market.negRiskRole !== 'placeholder')
  const sampled = (): readonly SimMarket[] => all().filter((market) => market.status === 'open')
  const listing = (
    path: string,
    rows: () => readonly SimMarket[],
    render: (context: ServerContext, market: SimMarket) => object,
  ): Route =>
    get(path, ({ query }) => cursorPage(query, rows(), PAGE, (row) => render(context, row)))
  return [
    get('/ok', () => answer('OK')),
    get('/time', () => answer(Math.floor(context.exchange.now() / 1000))),
    get('/version', () => answer({ version: 2 })),
    ...termRoutes(context, get),
    listing('/markets', all, clobMarket),
    listing('/simplified-markets', all, simplifiedMarket),
    listing('/sampling-markets', sampled, clobMarket),
    listing('/sampling-simplified-markets', sampled, simplifiedMarket),
    get('/markets/:id', ({ params }) =>
      byCondition(context, params, (market) => clobMarket(context, market)),
    ),
    get('/clob-markets/:id', ({ params }) => byCondition(context, params, compactMarket)),
    get('/markets-by-token/:token', ({ params }) =>
      byToken(context, params['token'], tokensOf, refuse(404, 'market not found')),
    ),
  ]
}

/** Routes about one token, which is named in the query or in the path. */
const termRoutes = (
  context: ServerContext,
  get: (path: string, handle: (request: VenueRequest) => VenueAnswer) => Route,
): readonly Route[] => {
  const term = (path: string, read: (market: SimMarket) => object, missing: string): Route[] => {
    const find = (token: string | undefined): VenueAnswer =>
      byToken(context, token, read, refuse(404, missing))
    return [
      get(path, ({ query }) => find(query.get('token_id') ?? '')),
      get(`${path}/:token`, ({ params }) => find(params['token'])),
    ]
  }
  const tick = (market: SimMarket): object => ({ minimum_tick_size: market.tick / PRICE_ONE })
  const negRisk = (market: SimMarket): object => ({
    neg_risk: market.event?.negRisk !== undefined,
  })
  const fee = (market: SimMarket): object => ({ base_fee: legacyFee(market) })
  return [
    ...term('/tick-size', tick, 'market not found'),
    ...term('/neg-risk', negRisk, 'market not found'),
    ...term('/fee-rate', fee, 'fee rate not found for market'),
  ]
}

const tokensOf = (market: SimMarket): object => ({
  condition_id: market.id,
  primary_token_id: market.tokens[0],
  secondary_token_id: market.tokens[1],
})

const byCondition = (
  context: ServerContext,
  params: VenueRequest['params'],
  render: (market: SimMarket) => object,
): VenueAnswer => {
  const id = params['id'] ?? ''
  if (!/^0x[0-9a-fA-F]{1,64}$/.test(id)) return refuse(400, 'Invalid market')
  const market = context.exchange.market(marketId(id.toLowerCase()))
  return market === undefined ? refuse(404, 'market not found') : answer(render(market))
}

const byToken = (
  context: ServerContext,
  token: string | undefined,
  render: (market: SimMarket) => object,
  missing: VenueAnswer,
): VenueAnswer => {
  if (!isTokenId(token ?? '')) return notAToken()
  const market = context.exchange.marketOf(tokenId(token ?? ''))
  return market === undefined ? missing : answer(render(market))
}
