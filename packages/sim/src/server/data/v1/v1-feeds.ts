import { answer, isAnswer, refuse, type VenueAnswer } from '../../http/venue-answer.js'
import { integerParam, listParam, type VenueRequest } from '../../http/venue-request.js'
import type { ServerContext } from '../../server-context.js'
import { ACTIVITY_TYPES, type ActivityEntry, activityEntries } from '../activity-entries.js'
import {
  marketConflict,
  type PageCaps,
  readChoice,
  readMarkets,
  readPage,
  readTradeQuery,
  readWallet,
} from '../data-query.js'
import { publicTrades } from '../public-trade.js'
import { activityRow, tradeRow } from './v1-rows.js'

const TRADES: PageCaps = { standard: 100, limit: 10_000, offset: 10_000 }
const ACTIVITY: PageCaps = { standard: 100, limit: 500, offset: 10_000 }

/** Answers `/trades`, newest first; takers alone unless asked otherwise. */
export const tradesV1 = (context: ServerContext, request: VenueRequest): VenueAnswer => {
  const page = readPage(request, TRADES)
  if (isAnswer(page)) return page
  const conflict = marketConflict(request)
  if (conflict !== undefined) return conflict
  const rows = publicTrades(context, readTradeQuery(request), page.offset + page.limit)
  return answer(rows.slice(page.offset).map(tradeRow))
}

const ACTIVITY_SORTS = {
  TIMESTAMP: (entry: ActivityEntry) => entry.at,
  TOKENS: (entry: ActivityEntry) => entry.size,
  CASH: (entry: ActivityEntry) => entry.usd,
} as const

/** Answers `/activity` of one wallet. */
export const activityV1 = (context: ServerContext, request: VenueRequest): VenueAnswer => {
  const wallet = readWallet(request)
  if (typeof wallet !== 'string') return wallet
  const page = readPage(request, ACTIVITY)
  if (isAnswer(page)) return page
  const conflict = marketConflict(request)
  if (conflict !== undefined) return conflict
  const { query } = request
  const types = listParam(query, 'type').map((type) => type.toUpperCase())
  const unknown = types.find((type) => !ACTIVITY_TYPES.includes(type))
  if (unknown !== undefined) return refuse(400, `invalid activity type: ${unknown}`)
  const sort = readChoice(query, 'sortBy', ['TIMESTAMP', 'TOKENS', 'CASH'])
  const direction = readChoice(query, 'sortDirection', ['DESC', 'ASC'])
  if (sort === undefined) return refuse(400, 'invalid sortBy')
  if (direction === undefined) return refuse(400, 'invalid sortDirection')
  const sign = direction === 'ASC' ? 1 : -1
  const rows = [...activityEntries(context, wallet, readMarkets(request))]
    .filter((entry) => types.length === 0 || types.includes(entry.type))
    .filter((entry) => inWindow(query, entry))
    .sort((a, b) => sign * (ACTIVITY_SORTS[sort](a) - ACTIVITY_SORTS[sort](b)))
  const shown = rows.slice(page.offset, page.offset + page.limit)
  return answer(shown.map((entry) => activityRow(wallet, entry)))
}

const inWindow = (query: URLSearchParams, { seconds, side }: ActivityEntry): boolean => {
  const start = integerParam(query, 'start', 0) ?? 0
  const end = integerParam(query, 'end', 0) ?? 0
  const wanted = query.get('side')?.toUpperCase()
  return (
    seconds >= start &&
    (end === 0 || seconds <= end) &&
    (wanted === undefined || wanted === '' || side === wanted)
  )
}
