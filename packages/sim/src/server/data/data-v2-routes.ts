import { hashText } from '@bot/core'
import { eventOf } from '../gamma/gamma-event.js'
import type { Route } from '../http/route.js'
import { answer, type VenueAnswer } from '../http/venue-answer.js'
import { booleanParam, integerParam, listParam, type VenueRequest } from '../http/venue-request.js'
import type { ServerContext } from '../server-context.js'
import { percentOf } from './position-rows.js'
import { type PublicTrade, pseudonymOf, publicTrades } from './public-trade.js'
import { type WalletPosition, walletPositions } from './wallet-positions.js'

const DUST = 0.01
const ADDRESS = /^0x[0-9a-fA-F]{40}$/

/** Makes the second version's routes: snake_case, cursors alone, errors as `{error, code, retryable, trace_id}`. */
export const dataV2Routes = (context: ServerContext): readonly Route[] => {
  const get = (path: string, handle: (request: VenueRequest) => VenueAnswer): Route => ({
    host: 'data',
    method: 'GET',
    path: `/v2${path}`,
    handle: (request) =>
      request.query.has('offset') ? refuseV2('offset is not supported') : handle(request),
  })
  return [
    get('/trades', (request) => tradesAnswer(context, request)),
    get('/positions', (request) => positionsAnswer(context, request)),
    get('/value', (request) => valueAnswer(context, request)),
    get('/status', () => answer({ status: 'ok' })),
  ]
}

const refuseV2 = (error: string): VenueAnswer => ({
  status: 400,
  body: { error, code: 'invalid_request', retryable: false, trace_id: '' },
})

const tradesAnswer = (context: ServerContext, request: VenueRequest): VenueAnswer => {
  const { query } = request
  const user = query.get('user')
  if (user !== null && !ADDRESS.test(user)) return refuseV2('invalid user')
  const side = query.get('side')?.toUpperCase()
  const rows = publicTrades(context, {
    conditions: listParam(query, 'condition'),
    takerOnly: booleanParam(query, 'taker_only', true),
    least: { by: 'TOKENS', amount: DUST },
    ...(user === null ? {} : { wallet: user.toLowerCase() }),
    ...(side === 'BUY' || side === 'SELL' ? { side } : {}),
  })
  return cursorAnswer(request, rows, ({ key }) => key, tradeRow)
}

/** A cursor is bound to its filters: with others it starts over, silently. */
const cursorAnswer = <T>(
  { query }: VenueRequest,
  rows: readonly T[],
  keyOf: (row: T) => string,
  render: (row: T) => object,
): VenueAnswer => {
  const limit = integerParam(query, 'limit', 100)
  if (limit === undefined || limit < 1 || limit > 1_000) return refuseV2('limit must be 1 to 1000')
  const filters = filterMark(query)
  const cursor = query.get('cursor') ?? query.get('next_cursor')
  const [mark, key] = Buffer.from(cursor ?? '', 'base64url')
    .toString()
    .split('|')
  if (cursor !== null && key === undefined) return refuseV2('invalid cursor')
  const start = mark === filters ? rows.findIndex((row) => keyOf(row) === key) + 1 : 0
  const page = rows.slice(start, start + limit)
  const last = page.at(-1)
  const more = start + limit < rows.length && last !== undefined
  const next = more ? Buffer.from(`${filters}|${keyOf(last)}`).toString('base64url') : null
  return answer({
    data: page.map(render),
    pagination: { limit, offset: 0, has_more: more, next_cursor: next },
  })
}

const filterMark = (query: URLSearchParams): string => {
  const own = [...query.entries()].filter(
    ([name]) => !['cursor', 'next_cursor', 'limit'].includes(name),
  )
  return String(hashText(JSON.stringify(own.sort())))
}

const tradeRow = (row: PublicTrade): object => ({
  proxy_wallet: row.wallet,
  side: row.side,
  token_id: row.token,
  condition_id: row.market.id,
  size: row.size,
  price: row.price,
  timestamp: row.seconds,
  title: row.market.question,
  slug: row.market.slug,
  icon: '',
  event_slug: eventOf(row.market).slug,
  outcome: row.market.outcomes[row.outcomeIndex],
  outcome_index: row.outcomeIndex,
  name: '',
  pseudonym: pseudonymOf(row.wallet),
  bio: '',
  profile_image: '',
  profile_image_optimized: '',
  transaction_hash: row.transaction,
})

const positionsAnswer = (context: ServerContext, request: VenueRequest): VenueAnswer => {
  const { query } = request
  const user = query.get('user')
  const conditions = listParam(query, 'condition')
  if (conditions.length > 20) return refuseV2('at most 20 conditions')
  if (user === null || !ADDRESS.test(user)) return refuseV2('user is required')
  const wallet = user.toLowerCase()
  const rows = walletPositions(context, wallet)
    .filter(({ market }) => conditions.length === 0 || conditions.includes(market.id))
    .filter((position) => fitsStatus(position, query.get('status')))
  return cursorAnswer(
    request,
    rows,
    ({ token }) => token,
    (row) => positionRow(wallet, row),
  )
}

const statusOf = ({ size, market, index }: WalletPosition): string => {
  if (size === 0) return 'CLOSED'
  if (market.payouts === undefined) return 'OPEN'
  return market.payouts[index] > 0 ? 'REDEEMABLE' : 'REDEEMABLE_LOST'
}

const fitsStatus = (position: WalletPosition, wanted: string | null): boolean =>
  wanted === null ? position.size > 0 : statusOf(position) === wanted.toUpperCase()

const positionRow = (wallet: string, position: WalletPosition): object => {
  const { market, size, averagePrice, price, realized, bought } = position
  const cost = size * averagePrice
  const unrealized = size * price - cost
  return {
    proxy_wallet: wallet,
    token_id: position.token,
    condition_id: market.id,
    current_size: size,
    avg_price: averagePrice,
    entry_cost_usdc: cost,
    entry_fees_usdc: 0,
    total_cost_usdc: cost,
    current_price: price,
    current_value: size * price,
    total_size: bought,
    realized_pnl: realized,
    unrealized_pnl: unrealized,
    total_pnl: realized + unrealized,
    percent_pnl: percentOf(unrealized, cost),
    percent_realized_pnl: percentOf(realized, bought * averagePrice),
    status: statusOf(position),
    redeemable: size > 0 && market.payouts !== undefined,
    mergeable: false,
    negative_risk: market.event?.negRisk !== undefined,
    archived: false,
    title: market.question,
    slug: market.slug,
    outcome: market.outcomes[position.index],
    outcome_index: position.index,
    last_event_at: position.lastSeconds,
    verified: false,
  }
}

const valueAnswer = (context: ServerContext, { query }: VenueRequest): VenueAnswer => {
  const user = query.get('user')
  if (user === null || !ADDRESS.test(user)) return refuseV2('user is required')
  const wallet = user.toLowerCase()
  const value = walletPositions(context, wallet).reduce((sum, p) => sum + p.size * p.price, 0)
  return answer({ proxy_wallet: wallet, value: Math.round(value * 10_000) / 10_000 })
}
