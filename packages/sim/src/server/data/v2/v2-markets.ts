import { marketId, USD_ONE } from '@bot/core'
import type { SimMarket } from '../../../exchange/sim-market.js'
import { eventOf } from '../../gamma/gamma-event.js'
import { answer, type VenueAnswer } from '../../http/venue-answer.js'
import type { VenueRequest } from '../../http/venue-request.js'
import type { ServerContext } from '../../server-context.js'
import { marketPositions, type WalletPosition } from '../wallet-positions.js'
import { pageV2 } from './v2-page.js'
import { booleanV2, conditionsV2, eventsV2, numberV2, refuseV2 } from './v2-request.js'
import { holderPnlV2, holderRowV2 } from './v2-rows.js'

type Held = Readonly<{ position: WalletPosition; amount: number }>

/** Answers `/v2/holders`: netted a wallet, grouped by token; the page's size counts a token. */
export const holdersV2 = (context: ServerContext, { query }: VenueRequest): VenueAnswer => {
  const conditions = conditionsV2(query)
  if (!Array.isArray(conditions)) return conditions as VenueAnswer
  if (conditions.length === 0) {
    return refuseV2("required query param 'condition' not provided", 'condition')
  }
  const withPnl = booleanV2(query, 'include_pnl', false)
  if (withPnl && conditions.length > 1) {
    return refuseV2('include_pnl serves exactly one condition', 'condition')
  }
  const least = numberV2(query, 'min_balance') ?? 0
  const groups = (conditions as readonly string[])
    .flatMap((id) => context.ledger.markets.find(marketId(id)) ?? [])
    .flatMap((market) => tokenGroups(context, market, withPnl, least))
  const page = pageV2(query, {
    kind: withPnl ? 'holders-pnl' : 'holders',
    // One row a place, so that all tokens advance together.
    rows: () => Array.from({ length: Math.max(0, ...groups.map((g) => g.length)) }, (_, i) => i),
    keyOf: String,
    bound: { condition: conditions.join(','), min_balance: String(least) },
    most: withPnl ? 100 : 1_000,
    render: (place) => ({ place }),
  })
  return page.status === 200 ? regroup(page, groups, withPnl) : page
}

const tokenGroups = (
  context: ServerContext,
  market: SimMarket,
  withPnl: boolean,
  least: number,
): readonly (readonly Held[])[] => {
  const positions = marketPositions(context, market).filter(({ size }) => size > 0)
  const sizeOf = new Map(positions.map((held) => [`${held.wallet}:${held.token}`, held.size]))
  return market.tokens.map((token, index) => {
    const other = market.tokens[index === 0 ? 1 : 0]
    return positions
      .filter((held) => held.token === token)
      .map((position) => {
        const opposite = withPnl ? 0 : (sizeOf.get(`${position.wallet}:${other}`) ?? 0)
        return { position, amount: position.size - opposite }
      })
      .filter(({ amount }) => amount > 0 || (amount === 0 && index === 0))
      .filter(({ amount }) => amount >= least)
      .sort((a, b) => b.amount - a.amount)
  })
}

const regroup = (
  page: VenueAnswer,
  groups: readonly (readonly Held[])[],
  withPnl: boolean,
): VenueAnswer => {
  const body = page.body as { data: { place: number }[]; pagination: object }
  const places = body.data.map(({ place }) => place)
  const data = groups
    .map((group) => places.flatMap((place) => group[place] ?? []))
    .filter((rows) => rows.length > 0)
    .map((rows) => ({
      token_id: rows[0]?.position.token,
      holders: rows.map(({ position, amount }) => ({
        ...holderRowV2(position, amount),
        ...(withPnl ? holderPnlV2(position) : {}),
      })),
    }))
  return { ...page, body: { data, pagination: body.pagination } }
}

/** Answers `/v2/oi`: all shares at their prices, by market or of all. */
export const openInterestV2 = (context: ServerContext, { query }: VenueRequest): VenueAnswer => {
  const conditions = conditionsV2(query)
  if (!Array.isArray(conditions)) return conditions as VenueAnswer
  const value = (market: SimMarket): number =>
    marketPositions(context, market).reduce((sum, position) => sum + position.value, 0)
  if (conditions.length === 0) {
    const total = context.exchange.markets().reduce((sum, market) => sum + value(market), 0)
    return answer({ data: [{ condition_id: 'GLOBAL', value: total }] })
  }
  const data = (conditions as readonly string[])
    .flatMap((id) => context.ledger.markets.find(marketId(id)) ?? [])
    .map((market) => ({ condition_id: market.id, value: value(market) }))
  return answer({ data })
}

/** Answers `/v2/live-volume`: shares that takers moved in an event's markets, the largest first. */
export const liveVolumeV2 = (context: ServerContext, { query }: VenueRequest): VenueAnswer => {
  const events = eventsV2(query)
  if (!Array.isArray(events)) return events as VenueAnswer
  if (events.length === 0) {
    return refuseV2("required query param 'event_id' not provided", 'event_id')
  }
  const { markets } = context.ledger.read()
  const conditions = context.exchange
    .markets()
    .filter((market) => events.includes(eventOf(market).id))
    .map((market) => ({
      condition_id: market.id,
      taker_volume: (markets.get(market.id)?.takerShares ?? 0) / USD_ONE,
    }))
    .sort((a, b) => b.taker_volume - a.taker_volume)
  const total = conditions.reduce((sum, row) => sum + row.taker_volume, 0)
  return answer({ data: { taker_volume_total: total, conditions } })
}
