import { marketId, USD_ONE } from '@bot/core'
import type { SimMarket } from '../../../exchange/sim-market.js'
import { eventOf } from '../../gamma/gamma-event.js'
import { answer, refuse, type VenueAnswer } from '../../http/venue-answer.js'
import { integerParam, listParam, type VenueRequest } from '../../http/venue-request.js'
import type { ServerContext } from '../../server-context.js'
import { marketPositions } from '../wallet-positions.js'
import { holderRow } from './v1-rows.js'

const MAX_HOLDERS = 20
const MAX_BALANCE = 999_999

/** Answers `/holders`: the largest of each token of the markets, at most 20 each. */
export const holdersV1 = (context: ServerContext, { query }: VenueRequest): VenueAnswer => {
  const wanted = listParam(query, 'market')
  if (wanted.length === 0) return refuse(400, "required query param 'market' not provided")
  const limit = integerParam(query, 'limit', MAX_HOLDERS)
  const least = integerParam(query, 'minBalance', 1)
  if (limit === undefined || limit < 0) return refuse(400, 'invalid limit')
  if (least === undefined || least < 0) return refuse(400, 'invalid minBalance')
  return answer(
    wanted.flatMap((id) => {
      const market = context.ledger.markets.find(marketId(id))
      if (market === undefined) return []
      const positions = [...marketPositions(context, market)].sort((a, b) => b.size - a.size)
      return market.tokens.map((token) => ({
        token,
        holders: positions
          .filter((held) => held.token === token && held.size > 0)
          .filter(({ size }) => size >= Math.min(MAX_BALANCE, least))
          .slice(0, Math.min(MAX_HOLDERS, limit))
          .map(holderRow),
      }))
    }),
  )
}

/** Answers `/oi`: dollars that stand behind the complete sets of each market, or of all. */
export const openInterestV1 = (context: ServerContext, { query }: VenueRequest): VenueAnswer => {
  const value = (market: SimMarket): number =>
    context.exchange.market(market.id) === undefined
      ? 0
      : context.exchange.figures(market.id).openInterest / USD_ONE
  const wanted = listParam(query, 'market')
  if (wanted.length === 0) {
    const total = context.exchange.markets().reduce((sum, market) => sum + value(market), 0)
    return answer([{ market: 'GLOBAL', value: total }])
  }
  return answer(
    wanted.flatMap((id) => {
      const market = context.ledger.markets.find(marketId(id))
      return market === undefined ? [] : { market: market.id, value: value(market) }
    }),
  )
}

/** Answers `/live-volume`: dollars that takers moved in the markets of an event. */
export const liveVolumeV1 = (context: ServerContext, { query }: VenueRequest): VenueAnswer => {
  const ids = listParam(query, 'id')
  if (ids.length === 0) return refuse(400, "required query param 'id' not provided")
  const { markets } = context.ledger.read()
  const rows = context.exchange
    .markets()
    .filter((market) => ids.includes(eventOf(market).id))
    .map((market) => ({
      market: market.id,
      value: (markets.get(market.id)?.takerMoney ?? 0) / USD_ONE,
    }))
  return answer([{ total: rows.reduce((sum, row) => sum + row.value, 0), markets: rows }])
}
