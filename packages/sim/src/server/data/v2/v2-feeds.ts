import type { VenueAnswer } from '../../http/venue-answer.js'
import type { VenueRequest } from '../../http/venue-request.js'
import type { ServerContext } from '../../server-context.js'
import { ACTIVITY_TYPES, activityEntries } from '../activity-entries.js'
import { publicTrades, type TradeQuery } from '../public-trade.js'
import { pageV2 } from './v2-page.js'
import {
  booleanV2,
  choiceV2,
  marketsV2,
  numberV2,
  paramV2,
  refuseV2,
  requiredWalletV2,
  walletV2,
} from './v2-request.js'
import { activityRowV2, tradeRowV2 } from './v2-rows.js'

const DUST = 0.01
const THREE_YEARS = 3 * 365 * 86_400

/** Answers `/v2/trades`: takers alone and 0.01 shares or more unless asked otherwise. */
export const tradesV2 = (context: ServerContext, { query }: VenueRequest): VenueAnswer => {
  const wallet = walletV2(query)
  if (typeof wallet === 'object') return wallet
  const inMarket = marketsV2(query)
  if (typeof inMarket !== 'function') return inMarket
  const side = readSide(query)
  if (typeof side === 'object') return side
  const by = choiceV2(paramV2(query, 'filter_type'), ['TOKENS', 'CASH'], 'TOKENS')
  if (by === undefined) return refuseV2('filterType must be CASH or TOKENS', 'filter_type')
  const least = numberV2(query, 'filter_amount')
  const filters: TradeQuery = {
    inMarket,
    takerOnly: booleanV2(query, 'taker_only', true),
    least: { by, amount: least === undefined || least <= 0 ? DUST : least },
    ...(wallet === undefined ? {} : { wallet, ...windowOf(context, query) }),
    ...(side === undefined ? {} : { side }),
  }
  return pageV2(query, {
    kind: 'trades',
    rows: () => publicTrades(context, filters),
    keyOf: ({ key }) => key,
    timeOf: ({ at }) => at,
    render: tradeRowV2,
  })
}

const readSide = (query: URLSearchParams): 'BUY' | 'SELL' | VenueAnswer | undefined => {
  const given = paramV2(query, 'side')
  if (given === undefined) return undefined
  return (
    choiceV2(given, ['BUY', 'SELL'] as const, 'BUY') ?? refuseV2('side must be BUY or SELL', 'side')
  )
}

/** No start means three years back, no end means a day ahead. */
const windowOf = (
  { exchange }: ServerContext,
  query: URLSearchParams,
): Readonly<{ start: number; end: number }> => {
  const now = Math.floor(exchange.now() / 1000)
  return {
    start: numberV2(query, 'start') || now - THREE_YEARS,
    end: numberV2(query, 'end') || now + 86_400,
  }
}

/** Answers `/v2/activity` of one wallet; tips, deposits and withdrawals come only when asked for. */
export const activityV2 = (context: ServerContext, { query }: VenueRequest): VenueAnswer => {
  const wallet = requiredWalletV2(query)
  if (typeof wallet !== 'string') return wallet
  const inMarket = marketsV2(query)
  if (typeof inMarket !== 'function') return inMarket
  const side = readSide(query)
  if (typeof side === 'object') return side
  const types = (paramV2(query, 'type') ?? '').toUpperCase().split(',').filter(Boolean)
  const unknown = types.find((type) => !ACTIVITY_TYPES.includes(type))
  if (unknown !== undefined) return refuseV2(`invalid activity type: ${unknown}`, 'type')
  const sort = choiceV2(paramV2(query, 'sort_by'), ['TIMESTAMP'], 'TIMESTAMP')
  const direction = choiceV2(paramV2(query, 'sort_direction'), ['ASC', 'DESC'], 'DESC')
  if (sort === undefined || direction === undefined) {
    return refuseV2('only sortBy=TIMESTAMP with sortDirection=DESC is supported', 'sort_by')
  }
  const { start, end } = windowOf(context, query)
  const rows = activityEntries(context, wallet, inMarket)
    .filter((entry) => types.length === 0 || types.includes(entry.type))
    .filter((entry) => entry.seconds >= start && entry.seconds <= end)
    .filter((entry) => side === undefined || entry.side === side)
  return pageV2(query, {
    kind: 'activity',
    rows: (bound) => (bound['sort_direction'] === 'ASC' ? rows.toReversed() : rows),
    keyOf: ({ key }) => key,
    timeOf: ({ at }) => at,
    bound: { sort_direction: paramV2(query, 'sort_direction')?.toUpperCase() },
    render: (entry) => activityRowV2(wallet, entry),
  })
}
