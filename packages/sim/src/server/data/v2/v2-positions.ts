import { marketId } from '@bot/core'
import { eventOf } from '../../gamma/gamma-event.js'
import { answer, type VenueAnswer } from '../../http/venue-answer.js'
import type { VenueRequest } from '../../http/venue-request.js'
import type { ServerContext } from '../../server-context.js'
import {
  marketPositions,
  unrealizedOf,
  type WalletPosition,
  walletPositions,
} from '../wallet-positions.js'
import { pageV2 } from './v2-page.js'
import {
  choiceV2,
  conditionsV2,
  eventsV2,
  numberV2,
  paramV2,
  refuseV2,
  requiredWalletV2,
  walletV2,
} from './v2-request.js'
import { positionRowV2, positionStatus } from './v2-rows.js'

const DUST = 0.1
const STATUSES = ['OPEN', 'REDEEMABLE', 'REDEEMABLE_LOST', 'MERGEABLE', 'CLOSED'] as const
type Status = (typeof STATUSES)[number]

const SORTS = {
  CURRENT_VALUE: ({ value }: WalletPosition) => value,
  PRICE: ({ price }: WalletPosition) => price,
  TOKENS: ({ size }: WalletPosition) => size,
  UNREALIZED_PNL: unrealizedOf,
  REALIZED_PNL: ({ realized }: WalletPosition) => realized,
  TOTAL_PNL: (position: WalletPosition) => position.realized + unrealizedOf(position),
  TIMESTAMP: ({ lastSeconds }: WalletPosition) => lastSeconds,
} as const
type Sort = keyof typeof SORTS

/** Answers `/v2/positions` of a wallet or of a market; `OPEN` includes what can be redeemed. */
export const positionsV2 = (context: ServerContext, { query }: VenueRequest): VenueAnswer => {
  const anchored = anchoredPositions(context, query)
  if (!Array.isArray(anchored)) return anchored as VenueAnswer
  const choices = readChoices(query)
  if ('body' in choices) return choices
  const matching = (anchored as readonly WalletPosition[]).filter(positionFilter(query))
  return pageV2(query, {
    kind: 'positions',
    rows: (bound) => {
      const status = (bound['status'] ?? 'OPEN') as Status
      const sort = (bound['sort_by'] ?? standardSort(status)) as Sort
      const sign = bound['sort_direction'] === 'ASC' ? 1 : -1
      const value = SORTS[status === 'CLOSED' ? closedSort(sort) : sort]
      return matching
        .filter((position) => fitsStatus(position, status, floorOf(query)))
        .sort((a, b) => sign * (value(a) - value(b)))
    },
    keyOf: ({ wallet, token }) => `${wallet}:${token}`,
    bound: choices,
    render: positionRowV2,
  })
}

const anchoredPositions = (
  context: ServerContext,
  query: URLSearchParams,
): readonly WalletPosition[] | VenueAnswer => {
  const wallet = walletV2(query)
  if (typeof wallet === 'object') return wallet
  const conditions = conditionsV2(query)
  if (!Array.isArray(conditions)) return conditions as VenueAnswer
  const ids = conditions as readonly string[]
  if (wallet !== undefined) {
    const all = walletPositions(context, wallet)
    return ids.length === 0 ? all : all.filter(({ market }) => ids.includes(market.id))
  }
  const [id] = ids
  if (id === undefined) {
    return refuseV2("required query param 'user' or 'condition' not provided")
  }
  if (ids.length > 1) return refuseV2("exactly one 'condition' without 'user'", 'condition')
  const market = context.ledger.markets.find(marketId(id))
  return market === undefined ? [] : marketPositions(context, market)
}

type Choices = Readonly<Record<'status' | 'sort_by' | 'sort_direction', string | undefined>>

/** Reads what a cursor binds; a choice that is absent stays so. */
const readChoices = (query: URLSearchParams): Choices | VenueAnswer => {
  const given = {
    status: paramV2(query, 'status')?.toUpperCase(),
    sort_by: paramV2(query, 'sort_by')?.toUpperCase(),
    sort_direction: paramV2(query, 'sort_direction')?.toUpperCase(),
  }
  if (choiceV2(given.status, STATUSES, 'OPEN') === undefined) {
    return refuseV2(`invalid position status: ${given.status}`, 'status')
  }
  if (given.sort_by !== undefined && !(given.sort_by in SORTS)) {
    return refuseV2(`invalid position sortBy: ${given.sort_by}`, 'sort_by')
  }
  if (choiceV2(given.sort_direction, ['ASC', 'DESC'], 'DESC') === undefined) {
    return refuseV2(`invalid sortDirection: ${given.sort_direction}`, 'sort_direction')
  }
  if (choiceV2(paramV2(query, 'filter_type'), ['TOKENS', 'CASH'], 'TOKENS') === undefined) {
    return refuseV2('filterType must be CASH or TOKENS', 'filter_type')
  }
  if (given.status === 'REDEEMABLE_LOST' && paramV2(query, 'user') === undefined) {
    return refuseV2("status REDEEMABLE_LOST requires 'user'", 'status')
  }
  return given
}

const standardSort = (status: Status): Sort =>
  status === 'CLOSED' ? 'REALIZED_PNL' : status === 'MERGEABLE' ? 'TOKENS' : 'CURRENT_VALUE'

/** What a closed position no longer has cannot order it. */
const closedSort = (sort: Sort): Sort =>
  sort === 'TIMESTAMP' || sort === 'TOTAL_PNL' ? sort : 'REALIZED_PNL'

type Floor = Readonly<{ tokens: number; cash: number }>

const floorOf = (query: URLSearchParams): Floor => {
  const amount = numberV2(query, 'filter_amount')
  const isCash = paramV2(query, 'filter_type')?.toUpperCase() === 'CASH'
  return { tokens: isCash ? DUST : (amount ?? DUST), cash: isCash ? (amount ?? 0) : 0 }
}

const fitsStatus = (position: WalletPosition, status: Status, floor: Floor): boolean => {
  if (status === 'CLOSED') return position.size <= 0 && position.bought > 0
  if (position.size < floor.tokens || position.size <= 0 || position.value < floor.cash)
    return false
  const own = positionStatus(position)
  switch (status) {
    case 'OPEN':
      return true
    case 'MERGEABLE':
      return position.mergeable
    case 'REDEEMABLE':
      return own === 'REDEEMABLE' && position.price > 0
    case 'REDEEMABLE_LOST':
      return own === 'REDEEMABLE' && position.price === 0
  }
}

/** Filters by event, title and time of the last change. */
const positionFilter = (query: URLSearchParams): ((position: WalletPosition) => boolean) => {
  const events = eventsV2(query)
  const title = paramV2(query, 'title')?.toLowerCase() ?? ''
  const start = numberV2(query, 'start') ?? 0
  const end = numberV2(query, 'end') || Number.POSITIVE_INFINITY
  return ({ market, lastSeconds }) =>
    (!Array.isArray(events) || events.length === 0 || events.includes(eventOf(market).id)) &&
    market.question.toLowerCase().includes(title) &&
    lastSeconds >= start &&
    lastSeconds <= end
}

/** Answers `/v2/value`, to four decimals. */
export const valueV2 = (context: ServerContext, { query }: VenueRequest): VenueAnswer => {
  const wallet = requiredWalletV2(query)
  if (typeof wallet !== 'string') return wallet
  const conditions = conditionsV2(query)
  if (!Array.isArray(conditions)) return conditions as VenueAnswer
  const value = walletPositions(context, wallet)
    .filter(({ market }) => conditions.length === 0 || conditions.includes(market.id))
    .reduce((sum, position) => sum + position.value, 0)
  return answer({ data: { proxy_wallet: wallet, value: Math.round(value * 10_000) / 10_000 } })
}
