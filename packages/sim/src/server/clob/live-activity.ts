import { formatPrice, formatSize, marketId, PRICE_ONE, price } from '@bot/core'
import { z } from 'zod'
import type { SimMarket } from '../../exchange/sim-market.js'
import type { SimTrade } from '../../exchange/sim-order.js'
import type { Route } from '../http/route.js'
import { answer, refuse } from '../http/venue-answer.js'
import { jsonBody } from '../http/venue-request.js'
import type { ServerContext } from '../server-context.js'

const SHOWN = 100
const Body = z.array(z.string()).min(1).max(500)

/** Makes the routes of a market's recent trades, newest first, of one market and of several. */
export const liveActivityRoutes = (context: ServerContext): readonly Route[] => [
  {
    host: 'clob',
    method: 'GET',
    path: '/markets/live-activity/:id',
    handle: ({ params }) => {
      const market = context.exchange.market(marketId(params['id'] ?? ''))
      return market === undefined
        ? refuse(404, 'market not found')
        : answer(activityOf(context, market))
    },
  },
  {
    host: 'clob',
    method: 'POST',
    path: '/markets/live-activity',
    handle: ({ body }) => {
      const parsed = Body.safeParse(jsonBody(body))
      if (!parsed.success) return refuse(400, 'Invalid payload')
      const markets = parsed.data.flatMap((id) => context.exchange.market(marketId(id)) ?? [])
      return answer(markets.flatMap((market) => activityOf(context, market)))
    },
  },
]

const activityOf = (context: ServerContext, market: SimMarket): readonly object[] =>
  context.exchange
    .trades({ market: market.id })
    .slice(-SHOWN)
    .toReversed()
    .map((trade) => renderEvent(context, market, trade))

const renderEvent = ({ names }: ServerContext, market: SimMarket, trade: SimTrade): object => {
  const { taker } = trade
  const index = taker.token === market.tokens[0] ? 0 : 1
  const address = names.addressOf(taker.owner)
  return {
    event_type: 'trade',
    market: {
      condition_id: market.id,
      asset_id: taker.token,
      question: market.question,
      icon: '',
      slug: market.slug,
    },
    user: {
      address,
      username: '',
      profile_picture: '',
      optimized_profile_picture: '',
      pseudonym: address.slice(0, 10),
    },
    side: taker.side.toUpperCase(),
    size: formatSize(taker.size),
    fee_rate_bps: '0',
    price: formatPrice(price(Math.round((taker.notional * PRICE_ONE) / taker.size))),
    outcome: market.outcomes[index],
    outcome_index: index,
    transaction_hash: trade.transaction,
    timestamp: String(Math.floor(trade.at / 1000)),
  }
}
