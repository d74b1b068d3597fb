import { marketId, PRICE_ONE, tokenId } from '@bot/core'
import type { SimMarket } from '../../exchange/sim-market.js'
import type { Route } from '../http/route.js'
import { answer, refuse, type VenueAnswer } from '../http/venue-answer.js'
import type { VenueRequest } from '../http/venue-request.js'
import type { ServerContext } from '../server-context.js'
import { clobMarket, compactMarket, legacyFee, simplifiedMarket } from './clob-market.js'
import { cursorPage } from './cursor-page.js'
import { priceHistory } from './price-history.js'

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
    get('/prices-history', (request) => priceHistory(context, request)),
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
    get('/fees/builder-fees/:code', () =>
      answer({ builder_maker_fee_rate_bps: 0, builder_taker_fee_rate_bps: 0 }),
    ),
  ]
}

const termRoutes = (
  context: ServerContext,
  get: (path: string, handle: (request: VenueRequest) => VenueAnswer) => Route,
): readonly Route[] => {
  const tick = (market: SimMarket): object => ({ minimum_tick_size: market.tick / PRICE_ONE })
  const term = (path: string, read: (market: SimMarket) => object, missing: VenueAnswer): Route =>
    get(path, ({ query }) => byToken(context, query.get('token_id') ?? '', read, missing))
  return [
    term('/tick-size', tick, refuse(404, 'market not found')),
    get('/tick-size/:token', ({ params }) =>
      byToken(context, params['token'], tick, refuse(404, 'market not found')),
    ),
    term(
      '/neg-risk',
      (market) => ({ neg_risk: market.event?.negRisk !== undefined }),
      refuse(404, 'market not found'),
    ),
    term(
      '/fee-rate',
      (market) => ({ base_fee: legacyFee(market) }),
      refuse(404, 'fee rate not found for market'),
    ),
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
  const market = context.exchange.market(marketId(params['id'] ?? ''))
  return market === undefined ? refuse(404, 'market not found') : answer(render(market))
}

const byToken = (
  context: ServerContext,
  token: string | undefined,
  render: (market: SimMarket) => object,
  missing: VenueAnswer,
): VenueAnswer => {
  const market = context.exchange.marketOf(tokenId(token ?? ''))
  return market === undefined ? missing : answer(render(market))
}
